from datetime import date

import pytest

from reading.resume.dates import periods, without_periods, years_covered

TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("03/2018 - 05/2020", "2018-03", "2020-05"),
        ("2018-03 – 2020-05", "2018-03", "2020-05"),
        ("03.2018 bis 05.2020", "2018-03", "2020-05"),
        ("01.03.2018 - 31.05.2020", "2018-03", "2020-05"),
        ("03/15/2018 - 05/31/2020", "2018-03", "2020-05"),
        ("March 2018 to May 2020", "2018-03", "2020-05"),
        ("Mar. 2018—May 2020", "2018-03", "2020-05"),
        ("Mar '18 – May '20", "2018-03", "2020-05"),
        ("5 March 2018 - 6 May 2020", "2018-03", "2020-05"),
        ("Jan - Mar 2019", "2019-01", "2019-03"),
        ("Nov - Feb 2020", "2019-11", "2020-02"),
        ("2016 to 2018", "2016", "2018"),
        ("2016-18", "2016", "2018"),
        ("20162018", "2016", "2018"),
        ("08/15 - 09/17", "2015-08", "2017-09"),
        ("01/2013 09/2013", "2013-01", "2013-09"),
        ("2016\t2018", "2016", "2018"),
        ("März 2018 – heute", "2018-03", "present"),
        ("seit 04/2021", "2021-04", "present"),
        ("enero de 2018 hasta la actualidad", "2018-01", "present"),
        ("févr. 2018 à aujourd’hui", "2018-02", "present"),
        ("depuis août 2019", "2019-08", "present"),
        ("da marzo 2018 a maggio 2020", "2018-03", "2020-05"),
        ("Dal 5 giugno 2019 ad oggi", "2019-06", "present"),
        ("set 2018 – in corso", "2018-09", "present"),
        ("Aug 2020 - Ongoing", "2020-08", "present"),
        ("June 2019 to till date", "2019-06", "present"),
        ("2021 –", "2021", "present"),
        ("2019 october - 2021 july", "2019-10", "2021-07"),
        ("2017 july – now", "2017-07", "present"),
        ("2021 - current time", "2021", "present"),
        ("03/2020 - present day", "2020-03", "present"),
        ("2025 - 1999", None, None),
    ],
)
def test_periods_as_people_write_them(written, start, end):
    (found,) = periods(written)
    assert (found.start, found.end, found.single) == (start, end, False)


@pytest.mark.parametrize(
    ("written", "value"), [("2019", "2019"), ("July 2010", "2010-07"), ("Summer 2018", "2018"), ("11/2013", "2013-11")]
)
def test_a_single_date_starts_and_ends_alike(written, value):
    (found,) = periods(written)
    assert (found.start, found.end, found.single) == (value, value, True)


@pytest.mark.parametrize(
    "text", ["$2000 bonus", "room 20191", "0001 - 9999", "call 2099", "Feb 2090 - present", "no date"]
)
def test_other_numbers_are_not_dates(text):
    assert periods(text) == []


def test_cutting_dates_out_takes_their_brackets_along():
    line = "Keeper, Tall Lighthouse (03/2018 – 05/2020)"
    assert without_periods(line, periods(line)) == "Keeper, Tall Lighthouse"


@pytest.mark.parametrize(
    "written",
    [
        "from March 2018 to May 2020", "von März 2018 bis Mai 2020", "à partir de mars 2018", "desde marzo de 2018",
        "van maart 2018 tot mei 2020", "da marzo 2018 a maggio 2020", "Dal 2018 ad oggi",
    ],
)  # fmt: skip
def test_cutting_dates_out_takes_the_word_before_them_along(written):
    line = f"Keeper, Tall Lighthouse {written}"
    assert without_periods(line, periods(line)) == "Keeper, Tall Lighthouse"


@pytest.mark.parametrize(
    ("roles", "years"),
    [
        ([], 0.0),
        ([("2020-01", "2020-12")], 1.0),
        ([("2018", "2018")], 0.5),
        ([("2014", "2020")], 6.0),
        ([("2018-01", "2019-12"), ("2019-01", "2020-12")], 3.0),
        ([("2018-01", "2020-12"), ("2019-01", "2019-06")], 3.0),
        ([("2010-01", "2010-12"), ("2015-01", "2015-12")], 2.0),
        ([("2024-07", "present")], 2.0),
        ([("2024-07", None), (None, "2020"), (None, None)], 0.0),
        ([("2040-01", "present"), ("2040-01", "2041-01")], 0.0),
        ([("2025-07", "2099-01")], 1.0),
    ],
)
def test_years_are_the_union_of_dated_roles(roles, years):
    assert years_covered(roles, TODAY) == years
