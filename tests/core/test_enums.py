"""Open enums keep the unknown values of newer servers."""

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


def test_a_known_value_is_the_member_itself() -> None:
    assert Fruit("apple") is Fruit.APPLE
    assert Fruit.APPLE.is_known


def test_an_unknown_value_becomes_a_member_of_the_same_class() -> None:
    medlar = Fruit("medlar")

    assert isinstance(medlar, Fruit)
    assert not medlar.is_known
    assert medlar == "medlar" == medlar.value == str(medlar)


def test_two_members_of_the_same_unknown_value_are_equal() -> None:
    medlar = Fruit("medlar")

    assert medlar == Fruit("medlar")
    assert len({medlar, Fruit("medlar"), "medlar"}) == 1
    assert pickle.loads(pickle.dumps(medlar)) == medlar
    assert copy.deepcopy(medlar) == medlar


def test_an_unknown_value_is_not_added_to_the_members() -> None:
    Fruit("medlar")

    assert list(Fruit) == [Fruit.APPLE, Fruit.PEAR]


def test_a_value_that_is_not_a_string_is_rejected() -> None:
    with pytest.raises(ValueError, match="7 is not a valid Fruit"):
        Fruit(7)


def test_data_with_an_unknown_value_is_read_and_written_unchanged() -> None:
    text = '{"fruit":"medlar","count":{"apple":1,"medlar":2}}'

    basket = Basket.model_validate_json(text)

    assert basket.fruit == Fruit("medlar")
    assert basket.model_dump_json() == text
    assert basket.model_dump()["count"] == {Fruit.APPLE: 1, "medlar": 2}


def test_the_name_of_a_member_is_not_a_known_value() -> None:
    assert not Fruit("APPLE").is_known
    assert Fruit("APPLE") != Fruit.APPLE
