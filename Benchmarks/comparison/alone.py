"""cact against itself: more rows, and the other precision."""
import pathlib
import statistics
import tempfile

from comparison.figures import markdown, percent, spread, span


def growth(machine, a):
    """Speed and memory at 1, 4 and 16 times the rows."""
    lines = []
    machine.ceiling(a.model, a.dtype)
    for job, rows in (("score", a.score_rows), ("tune", a.tune_rows)):
        speeds, rates = [], []
        for times in (1, 4, 16):
            runs = []
            for _ in range(a.repeats):
                runs.append(machine.cact(job, a.model, a.data, "--dtype", a.dtype, "--samples", str(times * rows)))
                machine.ceiling(a.model, a.dtype)
            speed, rate = [r["tok_s"] for r in runs], [1e3 * r["tflop"] / r["seconds"] for r in runs]
            speeds.append(statistics.median(speed))
            rates.append(statistics.median(rate))
            lines.append([job, f"{times * rows:,}", f"{runs[0]['tokens']:,}", span(speed), span(rate),
                          span([r["peak_rss_mb"] for r in runs])])
        lines.append([f"{job}, spread", "", "", f"**{percent(spread(speeds), 1)}**", percent(spread(rates), 1), ""])
    print(markdown(["job", "rows", "tokens", "tok/s", "GFLOP/s", "peak, MiB"], lines))
    print(f"\n{a.dtype}. The spread, (largest - smallest) / median, should be at most 10 %. GFLOP/s counts the work that the "
          "rows need, which tells longer rows from slower work. The rows' texts and tokens are kept in memory. Ceiling "
          f"of products: {machine.ceiling_row()}.\n\n{machine.description([])}")


def curve(machine, a):
    """The loss of each optimizer step in float32 and in bfloat16."""
    losses = {}
    with tempfile.TemporaryDirectory() as folder:
        for dtype in ("fp32", "bf16"):
            out = pathlib.Path(folder) / dtype
            machine.cact("tune", a.model, a.data, "--dtype", dtype, "--samples", str(a.samples), "--epochs", str(a.epochs),
                         "--steps", str(a.steps), "--out", str(out))
            losses[dtype] = [float(line) for line in out.read_text().split()]
    machine.identify()
    full, half = losses["fp32"], losses["bf16"]
    if min(len(full), len(half)) < a.steps:
        print(f"Only {len(full)} steps: more --samples or --epochs are needed for {a.steps}.\n")
    means = {dtype: running(values, 10) for dtype, values in losses.items()}
    pointwise = largest(full, half)
    smooth = largest(means["fp32"], means["bf16"])
    steps = range(19, len(full), 20)
    print(markdown(["step", "loss, f32", "loss, bf16", "difference", "difference of the mean over 10 steps"], [
        [i + 1, f"{full[i]:.4f}", f"{half[i]:.4f}", percent(half[i] / full[i] - 1, 3),
         percent(means["bf16"][i] / means["fp32"][i] - 1, 3)] for i in steps]))
    print(f"\nLargest relative difference over {len(full)} steps: **{percent(pointwise, 3)}** for single steps, "
          f"**{percent(smooth, 3)}** for the running mean over 10 steps. The loss of a step is the mean over its learned tokens "
          f"before the step's update; both runs see the same rows in the same order.\n\n{machine.description([])}")


def running(values, width):
    """The mean of the last `width` values at each place, of fewer at the beginning."""
    return [statistics.fmean(values[max(0, i + 1 - width):i + 1]) for i in range(len(values))]


def largest(full, half):
    return max(abs(b / a - 1) for a, b in zip(full, half))
