"""Open enums keep what a newer server says."""

from __future__ import annotations

import copy
import pickle

import pytest
from pydantic import BaseModel

from ivk_core.enums import OpenEnum


class Fruit(OpenEnum):
    APPLE = "apple"
    PEAR = "pear"


class Basket(BaseModel):
    fruit: Fruit
    count: dict[Fruit, int] = {}


def test_a_known_word_is_the_member_itself() -> None:
    assert Fruit("apple") is Fruit.APPLE
    assert Fruit.APPLE.is_known


def test_an_unknown_word_becomes_a_member_of_the_same_kind() -> None:
    medlar = Fruit("medlar")

    assert isinstance(medlar, Fruit)
    assert not medlar.is_known
    assert medlar == "medlar" == medlar.value == str(medlar)


def test_the_same_unknown_word_is_equal_wherever_it_comes_from() -> None:
    medlar = Fruit("medlar")

    assert medlar == Fruit("medlar")
    assert len({medlar, Fruit("medlar"), "medlar"}) == 1
    assert pickle.loads(pickle.dumps(medlar)) == medlar
    assert copy.deepcopy(medlar) == medlar


def test_an_unknown_word_does_not_join_the_known_ones() -> None:
    Fruit("medlar")

    assert list(Fruit) == [Fruit.APPLE, Fruit.PEAR]


def test_a_value_that_is_not_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="7 is not a valid Fruit"):
        Fruit(7)


def test_data_with_an_unknown_word_is_read_and_written_back_unchanged() -> None:
    text = '{"fruit":"medlar","count":{"apple":1,"medlar":2}}'

    basket = Basket.model_validate_json(text)

    assert basket.fruit == Fruit("medlar")
    assert basket.model_dump_json() == text
    assert basket.model_dump()["count"] == {Fruit.APPLE: 1, "medlar": 2}


def test_a_word_that_looks_like_the_name_of_a_member_is_still_unknown() -> None:
    assert not Fruit("APPLE").is_known
    assert Fruit("APPLE") != Fruit.APPLE
