"""Figures of several runs, and how they are printed."""
import statistics


def spread(values):
    """(max - min) / median"""
    return (max(values) - min(values)) / statistics.median(values)


def span(values, digits=0):
    """The median and, of more than one, the smallest and the largest."""
    middle = f"{statistics.median(values):,.{digits}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"


def percent(value, digits=0):
    return f"{100 * value:.{digits}f} %"


def markdown(head, rows):
    """A table, its first column left, the others right."""
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def ranks(values):
    """From 1; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    result = [0.0] * len(values)
    i = 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and values[order[j + 1]] == values[order[i]]:
            j += 1
        for k in order[i:j + 1]:
            result[k] = (i + j) / 2 + 1
        i = j + 1
    return result


def spearman(x, y):
    """Spearman's rank correlation."""
    return statistics.correlation(ranks(x), ranks(y))


def hardest(ifd, share):
    """The rows that `select top` keeps: of all scored rows the share, rounded half up, from those with ifd < 1, the highest
    first, ties by row."""
    wanted = max(1, int(len(ifd) * share + 0.5))
    eligible = [row for row in ifd if ifd[row] < 1]
    return set(sorted(eligible, key=lambda row: (-ifd[row], row))[:wanted])
