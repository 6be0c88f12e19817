import Evaluation
import Pipeline

/// The pages of `help` on ideas that no single stage owns: what a figure or a word on the screen means.
enum IdeaHelp {
  static let topics = [
    HelpTopic("ifd", "How much a question helps the model with its answer, the measure of CDAS") {
      """
      Instruction-following difficulty, of one row under the model that is to be tuned:

          loss_cond    mean nats per answer token, read after the question
          loss_direct  the same without the question
          ifd          exp(loss_cond - loss_direct), the ratio of the two perplexities

      Near 0 the question gives the answer away. Near 1 it hardly helps: the row is hard to follow. At 1
      and above it does not help at all, often because question and answer do not belong together; such
      rows are kept in the pipe and not chosen by `select diverse`.

          load | score complexity | plot ifd vs tokens
          load | score complexity | where ifd < 1 | sort ifd desc | take 5 | show question ifd

      Short answers have a high ifd without being hard: see the rank correlation that `score` prints.
      From CodeACT (arXiv 2408.02193) and Superfiltering (arXiv 2402.00530).
      """
    },
    HelpTopic("verdict", "How cact says whether a choice paid, and when it says nothing") {
      """
      The held-out rows, which no stage has seen, are read by the tuned model and by what it is compared
      with; the difference of their losses gets a 95 % interval. The interval decides, never the sign:

          better, worse               the interval is on one side of zero
          do not tell … apart         it is not, or there are fewer than \(PairedDifference.fewestRows) rows

      One run each speaks of two models. Whether the way of choosing is better takes random draws to
      compare with: `compare { cdas 10% } { select random 10% } draws 9` says how many of nine draws are
      beaten, and how often one more random draw would do at least as well.

      The control, which `tune` adds by itself where it is cheap, is as many learned tokens at random, in
      as many steps. A sealed row that is looked at again and again stops being new: from the second look
      on, the number of looks is printed.
      """
    },
    HelpTopic("shares", "How `10%`, `120 rows` and `20k tokens` say how much to choose") {
      """
      What `select`, `cdas` and other stages that choose take as their share:

          10%          of the rows that enter the stage; at least 1, half rounds up
          120          so many rows; also `120 rows`
          20k tokens   rows whose tokens fit, as many as fit; also 20000 tokens

      `compare`, `curve` and `optimize` hold learned tokens equal instead, so that no choice wins by
      taking longer answers. In an expression `10%` is 0.1.

          load | select random 10% | count
          load | score complexity | select top 20k tokens by ifd | count
      """
    },
    HelpTopic("nats", "The unit of losses, and what a difference of losses means") {
      """
      A loss is the mean of -ln P over the answer tokens: how surprised the model is, in nats. One nat is
      1.44 bits. `perplexity` is exp(loss): at 2.3 nats the model is as unsure as among ten equal choices.

      A loss that falls by 0.01 nats makes each token 1 % more probable. Losses of models with different
      tokenizers cannot be compared: their tokens are not the same.

          load | hold 50 | sample 40 | pack 1024 | tune steps 2 control 0 | eval
      """
    },
    HelpTopic("interval", "What the 95 % intervals are of, and what they leave out") {
      """
      Of a loss or a difference of losses it is over the held-out rows: other rows of the same kind would
      have given another figure, and 95 of 100 such intervals hold the mean of all of them. Of pass@1 it is
      Wilson's, over the problems.

      It says nothing about other runs: another seed, another order of the rows. For that there are draws
      and runs: `compare { … } { … } draws 9 runs 3`.
      """
    },
    HelpTopic("density", "How full packs are, and what padding would have cost") {
      """
      Of the tokens that a step computes, the part that are tokens of rows. `pack` puts several rows into
      each pack, so that little is left empty; rows never see each other. Beside it stand the densities of
      the usual ways: batches of rows padded to their longest, in the file's order and sorted by length.

          load | sample 100 | pack 1024 | view packs
      """
    },
    HelpTopic("bill", "What a run cost: core hours, operations, energy, money") {
      """
      Below `tune` and `compare` stands what the value cost, split by what it was spent for: choosing,
      tuning, judging. What was remembered counts with the time that it took when it was made. Core hours
      are seconds times threads. Energy is there where the processor tells it, money where a price is set:

          set price 0.40/h

      `compare` holds learned tokens and steps equal, so that bills of arms differ in the choosing alone.
      """
    },
    HelpTopic("parts", "The rows that are held out: search, target and sealed") {
      """
      `hold 200 target 40 search 60` takes rows out before anything is chosen, and no stage learns from
      them:

          target    what the choice is to be like: `select nearest`, `score target`
          search    looked at as often as one likes: `optimize` and `compare … on search`
          sealed    the rest, for the verdict: the more looks, the less it says, and looks are counted

          load | hold 60 target 12 search 30 | score complexity | select top 20% | count
      """
    },
  ]
}
