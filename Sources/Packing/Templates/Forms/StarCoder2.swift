extension TemplateForm {
  static let starCoder2 = TemplateForm(templates: [starCoder2Instruct]) { marks in
    let own = [starCoder2Instruct.system, starCoder2Instruct.beforeQuestion, "### Response\n"]
    return own.allSatisfy(marks.has) ? .template(starCoder2Instruct) : .otherForm
  }

  private static let starCoder2Instruct = Template(
    "starcoder2", "StarCoder2-Instruct: its preamble, ### Instruction and ### Response",
    system: "You are an exceptionally intelligent coding assistant that consistently delivers accurate and reliable "
      + "responses to user instructions.\n\n",
    beforeQuestion: "### Instruction\n", beforeAnswer: "\n\n### Response\n", afterEnd: "\n\n", beginsWithBegin: true)
}
