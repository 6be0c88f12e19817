"""Values of tensors that follow from their names: the recipe of ../README.md."""
import numpy as np

MASK = 0xFFFFFFFFFFFFFFFF


def fnv1a(text):
    h = 0xCBF29CE484222325
    for byte in text.encode():
        h = (h ^ byte) * 0x100000001B3 & MASK
    return h


def splitmix64(z):
    with np.errstate(over="ignore"):
        z = z + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        return z ^ z >> np.uint64(31)


def counter_values(name, count):
    """count values in [-0.5, 0.5) in steps of 2^-24: the recipe of the README."""
    with np.errstate(over="ignore"):
        z = splitmix64(np.uint64(fnv1a(name)) + np.arange(count, dtype=np.uint64))
    return (z >> np.uint64(40)).astype(np.float64) * 2.0**-24 - 0.5
