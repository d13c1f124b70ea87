from coalface.scenarios.parameter_words import parameter_words


def test_a_posterior_of_which_a_part_is_run_says_which_part() -> None:
    inputs = {"posterior": "runs/post", "n_members": 1200}

    assert parameter_words(inputs, 100) == (
        "Parameters: posterior runs/post, the first 100 of 1,200 members."
    )
    assert parameter_words(inputs, 1200) == "Parameters: posterior runs/post, 1,200 members."


def test_draws_of_no_posterior_are_said_to_be_of_the_priors() -> None:
    told = parameter_words({"posterior": None, "n_members": None}, 100)

    assert told == "Parameters: drawn from the priors."
