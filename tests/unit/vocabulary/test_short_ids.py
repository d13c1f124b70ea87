from coalface.vocabulary.short_ids import is_short_id, short_id


def test_short_id_is_made_from_the_id_alone_and_stays() -> None:
    assert short_id("relief/UN-2371-8-coal/value_usd") == "lf5jpc"


def test_ids_that_differ_at_the_end_have_other_short_ids() -> None:
    ids = [f"relief/{i}/value_usd" for i in range(2000)]

    assert len({short_id(number_id) for number_id in ids}) == len(ids)


def test_a_long_id_is_not_taken_for_a_short_one() -> None:
    assert is_short_id(short_id("x"))
    assert not is_short_id("relief/UN-2371-8-coal/value_usd")
