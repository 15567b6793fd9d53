"""The arithmetic of `make bench`: a wrong ratio here would be a wrong promise in docs/benchmarks.md."""

import math

import pytest

from bench.figures import Load, Target, middle, number, percentile, ratio, read_wrk, replace_block, table

WRK = """Running 4s test @ http://127.0.0.1:8000/
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     5.02ms    1.11ms  20.12ms   80.00%
  Latency Distribution
     50%    4.80ms
     99%    {p99}
  6000 requests in 4.00s, 80.00MB read
{extra}Requests/sec:   1499.75
Transfer/sec:     20.00MB
"""


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.012345, "0.0123"), (1.234, "1.23"), (3, "3"), (99.96, "100.0"), (1234.5, "1,234"), (0, "0"), (math.nan, "n/a")],
)
def test_number_has_three_significant_digits(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("kind", "value", "met"),
    [("at least", 3, True), ("at least", 2.99, False), ("at most", 1.2, True), ("at most", 1.21, False)],
)
def test_target_is_met_at_its_bound(kind, value, met):
    assert Target("speed", value, 3 if kind == "at least" else 1.2, kind).met is met


def test_target_without_a_figure_is_not_met():
    target = Target("speed", math.nan, 8, "at least")
    assert not target.met
    assert target.line() == "NOT ok: speed: n/a× (target: at least 8×)"


def test_ratio_of_nothing_is_no_number():
    assert ratio(6, 3) == 2
    assert math.isnan(ratio(6, 0))


def test_middle_and_percentile():
    assert middle([9, 1, 5]) == 5
    assert math.isnan(middle([]))
    assert percentile(range(1, 101), 0.99) == 99
    assert percentile([7], 0.99) == 7


def test_read_wrk_takes_rate_and_99th_percentile_in_milliseconds():
    assert read_wrk(WRK.format(p99="12.50ms", extra="")) == Load(1499.75, 12.5, 0)
    assert read_wrk(WRK.format(p99="950.00us", extra="")).p99 == pytest.approx(0.95)
    assert read_wrk(WRK.format(p99="1.20s", extra="")).p99 == 1200


def test_read_wrk_counts_what_failed():
    extra = "  Socket errors: connect 1, read 2, write 0, timeout 4\n  Non-2xx or 3xx responses: 30\n"
    assert read_wrk(WRK.format(p99="1.00ms", extra=extra)).failed == 37


def test_read_wrk_refuses_other_output():
    with pytest.raises(ValueError, match="not a result of wrk"):
        read_wrk("unable to connect to 127.0.0.1:8000 Connection refused")


def test_replace_block_leaves_the_words_around_it():
    page = replace_block(replace_block("# Title\n\nwords\n", "a", "old"), "b", "other")
    changed = replace_block(page, "a", r"new \1")
    assert changed.startswith("# Title\n\nwords\n")
    assert r"new \1" in changed
    assert "old" not in changed
    assert "other" in changed


def test_table_puts_figures_to_the_right():
    assert table(("", "ours"), [("seconds", "1")]) == "|  | ours |\n| --- | ---: |\n| seconds | 1 |"
