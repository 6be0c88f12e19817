/// The page `help expressions`, made from the functions that there are.
public enum ExpressionHelp {
  /// The page of `help expressions`: operators, functions, and how missing values count.
  public static let topic = HelpTopic(
    "expressions", "What may be written in `where`, `derive`, `sort` and `select … by`"
  ) {
    """
    Columns, numbers, "text", true and false; operators, from lowest to highest precedence:
    or; and; not; == != < <= > >= in contains matches starts ends; + -; * / %; unary minus.
    Whatever is computed from a missing value is missing.

        load | where tokens <= 300 and lower(question) contains "sort"
        load | derive mix = z(answer_tokens) - 0.3 * z(tokens) | sort mix desc
        load | score lexical | select top 10% by rank(lexical) - 0.5 * rank(tokens)

    Functions, written `name(` without a space:

    """ + HelpPages.columns(ExpressionFunctions.all.map { ($0.usage, $0.help) })
      + """


      `z`, `rank` and `bin` look at all rows that enter the stage: what comes before it in the pipe decides
      which these are. The other functions look at one row.
      """
  }
}
