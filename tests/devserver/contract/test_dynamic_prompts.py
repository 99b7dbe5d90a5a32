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
        ("{a|b} # a comment", ["a", "b"]),
        ("", [""]),
    ],
)
def test_a_dynamic_prompt_expands_to_all_combinations(api, prompt, expected):
    assert expand(api, prompt=prompt) == {"prompts": expected, "error": None}


def test_the_number_of_prompts_is_limited(api):
    assert expand(api, prompt="{a|b} {c|d}", max_prompts=3)["prompts"] == ["a c", "a d", "b c"]


def test_unbalanced_braces_are_an_error(api):
    body = expand(api, prompt="{a|b")
    error = "Expected end of text, found '{'  (at char 0), (line:1, col:1)"
    assert body == {"prompts": ["{a|b"], "error": error}


def test_random_prompts_have_the_given_number(api):
    prompts = expand(api, prompt="{a|b}", combinatorial=False, max_prompts=20, seed=1)["prompts"]
    assert len(prompts) == 20
    assert set(prompts) == {"a", "b"}


def test_random_prompts_are_the_same_for_a_seed(api):
    body = {"prompt": "{a|b|c} {d|e}", "combinatorial": False, "max_prompts": 10, "seed": 7}
    assert expand(api, **body) == expand(api, **body)


@pytest.mark.parametrize("count", [0, 10_001])
def test_the_number_of_prompts_has_limits(api, count):
    answer = api.request("POST", "/utilities/dynamicprompts", json={"prompt": "a", "max_prompts": count})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "max_prompts"]
