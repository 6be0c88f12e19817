extension Template {
  static let starCoder2 = Template(
    "starcoder2", "StarCoder2-Instruct: its preamble, ### Instruction and ### Response",
    system: "You are an exceptionally intelligent coding assistant that consistently delivers accurate and reliable "
      + "responses to user instructions.\n\n",
    beforeQuestion: "### Instruction\n", beforeAnswer: "\n\n### Response\n", afterEnd: "\n\n", beginsWithBegin: true)
}
