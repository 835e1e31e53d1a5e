"""Arithmetic of finite fields, by tables: what transversal designs and Kirkman's triples are made of."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.matching.arrays import np

if TYPE_CHECKING:
    from numpy.typing import NDArray


Ints: TypeAlias = "NDArray[np.int64]"


class Field:
    """The field of q elements, numbered from 0; 0 and 1 are its zero and its one.

    Attributes:
        add, multiply: what two elements give, by their numbers.
        powers: the powers of an element that generates all others but 0, from the 0th.
    """

    def __init__(self, prime: int, degree: int) -> None:
        self.order = prime**degree
        digits = np.array(list(product(range(prime), repeat=degree)), np.int64)[:, ::-1]
        place = prime ** np.arange(degree)
        self.add: Ints = ((digits[:, None, :] + digits[None, :, :]) % prime) @ place
        for lower in product(range(prime), repeat=degree):
            self.multiply: Ints = _products(digits, np.array(lower), prime) @ place
            powers = self._powers_of(prime if degree > 1 else 1)
            for generator in range(2, self.order) if degree == 1 else ():
                powers = max(powers, self._powers_of(generator), key=len)
            if len(powers) == self.order - 1:
                break
        self.powers = powers

    def _powers_of(self, element: int) -> list[int]:
        powers, power = [1], int(self.multiply[1, element])
        while power and power not in powers:
            powers.append(power)
            power = int(self.multiply[power, element])
        return powers


def _products(digits: Ints, lower: Ints, prime: int) -> Ints:
    """Multiply polynomials whose coefficients are the digits, modulo x**degree = lower."""
    degree = digits.shape[1]
    shifted, total = digits.copy(), np.zeros((len(digits), len(digits), degree), np.int64)
    for power in range(degree):
        total += shifted[:, None, :] * digits[None, :, power, None]
        top = shifted[:, -1:]
        shifted = (np.concatenate([np.zeros_like(top), shifted[:, :-1]], axis=1) + top * lower) % prime
    reduced: Ints = total % prime
    return reduced


@cache
def field(order: int) -> Field:
    """Give the field of so many elements. Raises ValueError where there is none."""
    factors = prime_powers(order)
    if len(factors) != 1:
        raise ValueError(f"There is no field of {order} elements.")
    ((prime, degree),) = factors
    return Field(prime, degree)


def prime_powers(number: int) -> list[tuple[int, int]]:
    """Factor a number into (prime, exponent)."""
    factors, prime = [], 2
    while number > 1:
        exponent = 0
        while number % prime == 0:
            number, exponent = number // prime, exponent + 1
        if exponent:
            factors.append((prime, exponent))
        prime = prime + 1 if prime * prime <= number else max(number, prime + 1)
    return factors
