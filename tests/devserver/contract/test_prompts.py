"""Dynamic prompts."""

import pytest


def expand(api, **body):
    return api.json("POST", "/utilities/dynamicprompts", json=body)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a plain prompt", ["a plain prompt"]),
        ("a {b|c} d", ["a b d", "a c d"]),
        ("{a|b} {c|d}", ["a c", "a d", "b c", "b d"]),
        ("{a|b|{c|d}}", ["a", "b", "c", "d"]),
        ("{2$$x|y|z}", ["x,y", "x,z", "y,x", "y,z", "z,x", "z,y"]),
        ("{2$$ and $$x|y}", ["x and y", "y and x"]),
        ("{0.5::a|1::b}", ["a", "b"]),
        ("{a|b} # said to the reader", ["a", "b"]),
        ("", [""]),
    ],
)
def test_a_prompt_stands_for_all_its_choices(api, prompt, expected):
    assert expand(api, prompt=prompt) == {"prompts": expected, "error": None}


def test_no_more_prompts_come_than_asked_for(api):
    assert expand(api, prompt="{a|b} {c|d}", max_prompts=3)["prompts"] == ["a c", "a d", "b c"]


def test_braces_that_do_not_match_are_an_error(api):
    told = expand(api, prompt="{a|b")
    error = "Expected end of text, found '{'  (at char 0), (line:1, col:1)"
    assert told == {"prompts": ["{a|b"], "error": error}


def test_drawing_gives_as_many_as_asked_for(api):
    prompts = expand(api, prompt="{a|b}", combinatorial=False, max_prompts=20, seed=1)["prompts"]
    assert len(prompts) == 20
    assert set(prompts) == {"a", "b"}


def test_drawing_with_the_same_seed_gives_the_same(api):
    body = {"prompt": "{a|b|c} {d|e}", "combinatorial": False, "max_prompts": 10, "seed": 7}
    assert expand(api, **body) == expand(api, **body)


@pytest.mark.parametrize("count", [0, 10_001])
def test_the_number_of_prompts_has_limits(api, count):
    answer = api.ask("POST", "/utilities/dynamicprompts", json={"prompt": "a", "max_prompts": count})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "max_prompts"]
