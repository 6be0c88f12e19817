/// The pages `help expressions` and `help functions`, made from the functions that there are.
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
        load mixed | score lexical | select top 10% by rank(lexical) - 0.5 * rank(tokens)


    """ + list
  }

  /// The page of `help functions`.
  public static let functions = HelpTopic("functions", "The functions of expressions") {
    """
    \(list)

        load | where len(question) > 200 and not contains(lower(answer), "todo")

    Operators and the rest of expressions: `help expressions`.
    """
  }

  private static var list: String {
    """
    Functions, written `name(` without a space:

    \(HelpPages.columns(ExpressionFunctions.all.map { ($0.usage, $0.help) }))

    `z`, `rank` and `bin` look at all rows that enter the stage: what comes before it in the pipe decides
    which these are. The other functions look at one row.
    """
  }
}
