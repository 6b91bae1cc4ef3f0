"""Files that name no marketplace: the other files of their account tell it, else whoever asks; a guess is said."""

from __future__ import annotations

from pathlib import Path

import sellerpolicy as sp
from sellerpolicy.dossier import FileRead, files_read

UK, US, DE = sp.Marketplace.UK, sp.Marketplace.US, sp.Marketplace.DE
FIRST, SECOND, THIRD = "202-0000001-0000001", "202-0000002-0000002", "305-0000003-0000003"
BRITISH = f"order_id,placed_on,marketplace\n{FIRST},2026-10-01,uk\n{SECOND},2026-10-01,uk\n"
GERMAN = f"order_id,placed_on,marketplace\n{THIRD},2026-10-01,de\n"
NAMELESS = f"order_id,placed_on\n{FIRST},2026-10-01\n"
PLAIN = f"order_id,rating,left_on\n{FIRST},1,2026-10-09\n"
CLAIM = f"claim_id,order_id,reason,filed_at,amount\n1,{FIRST},not_received,2026-10-20T12:00:00Z,"


def feedback(day: str, *order_ids: str) -> str:
    header = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
    return header + "".join(f"{day}\t1\tbad\t\t{order_id}\tx\n" for order_id in order_ids)


def to_ship(order_id: str) -> str:
    header = "order-id\torder-item-id\tpurchase-date\tquantity-purchased\tship-country\n"
    return f"{header}{order_id}\t1\t2026-10-01T10:00:00+00:00\t1\tGB\n"


def read(folder: Path, *, marketplace: sp.Marketplace | None = None, **contents: str) -> dict[str, FileRead]:
    """The files of a folder by the letters before their endings, ``__`` for folders."""
    for name, content in contents.items():
        path = folder / f"{name.replace('__', '/')}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    found = files_read([folder], marketplace=marketplace)
    return {str(file.path.relative_to(folder)).replace("/", "__").removesuffix(".csv"): file for file in found}


def places(file: FileRead) -> list[sp.Marketplace]:
    assert file.read is not None
    return [fact.marketplace for fact in file.read]


class TestTheirOrders:
    """What happened to an order happened in the marketplace of the order."""

    def test_a_file_of_feedback(self, tmp_path: Path) -> None:
        file = read(tmp_path, a=feedback("10/05/26", FIRST), o=BRITISH, z=GERMAN)["a"]
        assert (places(file), file.placed, list(file.complaints)) == ([UK], (UK,), [])
        assert file.read is not None
        assert str(file.read.facts[0].left_on) == "2026-05-10"

    def test_whatever_was_asked_for(self, tmp_path: Path) -> None:
        assert places(read(tmp_path, marketplace=DE, a=feedback("10/05/26", FIRST), o=BRITISH)["a"]) == [UK]

    def test_a_plain_table_is_of_its_orders_marketplace_too(self, tmp_path: Path) -> None:
        file = read(tmp_path, f=PLAIN, o=BRITISH)["f"]
        assert (places(file), file.placed) == ([UK], (UK,))

    def test_one_that_cannot_be_is_left_as_it_was_written(self, tmp_path: Path) -> None:
        """An amount in dollars is of no British claim."""
        file = read(tmp_path, c=f"{CLAIM}20.00 USD\n", o=BRITISH)["c"]
        assert (places(file), file.placed, list(file.complaints)) == ([US], (), [])

    def test_orders_of_a_plain_table_are_american_by_default(self, tmp_path: Path) -> None:
        found = read(tmp_path, a=feedback("10/05/26", FIRST), o=NAMELESS)
        assert (places(found["a"]), found["a"].placed) == ([US], (US,))
        assert (places(found["o"]), found["o"].placed) == ([US], ())

    def test_and_what_they_confirm_is_no_news(self, tmp_path: Path) -> None:
        file = read(tmp_path, o=NAMELESS, s=to_ship(FIRST))["s"]
        assert (places(file), file.placed, file.is_guessed) == ([US], (), False)

    def test_accounts_keep_apart(self, tmp_path: Path) -> None:
        found = read(tmp_path, a__f=PLAIN, b__o=BRITISH)
        assert places(found["a__f"]) == [US]


class TestWhoeverAsks:
    """What was asked for holds for all that names nothing and is about no known order."""

    def test_amazons_files_and_plain_tables(self, tmp_path: Path) -> None:
        found = read(tmp_path, marketplace=UK, a=feedback("10/05/26", FIRST), f=PLAIN, o=NAMELESS, s=to_ship(SECOND))
        assert {name: places(file) for name, file in found.items()} == {"a": [UK], "f": [UK], "o": [UK], "s": [UK]}

    def test_what_names_another_one_is_of_that_one(self, tmp_path: Path) -> None:
        found = read(tmp_path, marketplace=UK, g=GERMAN, s=to_ship(SECOND))
        assert (places(found["g"]), places(found["s"])) == ([DE], [UK])


class TestTheOtherFiles:
    """A file of Amazon's is of the only marketplace of which the others are."""

    def test_one_marketplace(self, tmp_path: Path) -> None:
        found = read(tmp_path, a=feedback("10/05/26", THIRD), o=BRITISH, s=to_ship(THIRD))
        assert (places(found["a"]), places(found["s"]), found["s"].placed) == ([UK], [UK], (UK,))

    def test_files_that_name_theirs_tell_more_than_plain_tables_that_do_not(self, tmp_path: Path) -> None:
        found = read(tmp_path, n="kind,received_on\nwarning,2026-11-16\n", o=BRITISH, s=to_ship(THIRD))
        assert (places(found["n"]), places(found["s"])) == ([US], [UK])

    def test_of_several_none_is_guessed(self, tmp_path: Path) -> None:
        file = read(tmp_path, g=GERMAN, o=BRITISH, s=to_ship("171-0000001-0000001"))["s"]
        (complaint,) = file.complaints
        assert "expected marketplace= to be given (on the command line --marketplace)" in complaint
        assert (places(file), file.is_guessed) == ([], False)

    def test_where_there_are_none_it_is_a_guess(self, tmp_path: Path) -> None:
        file = read(tmp_path, s=to_ship(FIRST))["s"]
        assert (places(file), file.placed, file.is_guessed) == ([US], (), True)


class TestComplaints:
    def test_what_every_row_lacks_is_said_once(self, tmp_path: Path) -> None:
        told = list(read(tmp_path, a=feedback("10/05/26", FIRST, SECOND))["a"].complaints)
        assert len(told) == 2
        assert told[0].partition("a.csv, ")[2].startswith("line 2, column Date: expected marketplace= to be given")
        assert told[1].endswith("a.csv: 1 more row could not be read")

    def test_what_else_is_wrong_with_rows_is_said_of_each(self, tmp_path: Path) -> None:
        """Plain tables need no marketplace, and days that are none are days in no marketplace."""
        plain = read(tmp_path, a="order_id,placed_on\n1,soon\n2,soon\n")["a"]
        odd = read(tmp_path / "odd", a=feedback("soon", FIRST, SECOND))["a"]
        assert [len(list(file.complaints)) for file in (plain, odd)] == [2, 2]
        assert not any("more" in complaint for file in (plain, odd) for complaint in file.complaints)

    def test_a_file_that_cannot_be_read_is_not_guessed(self, tmp_path: Path) -> None:
        file = read(tmp_path, a="a,b\n1,2\n")["a"]
        assert (file.is_guessed, len(list(file.complaints))) == (False, 1)


class TestEmptyFolders:
    """A sub-folder without files is an account of which nothing could be read, if another one has files."""

    def test_beside_accounts(self, tmp_path: Path) -> None:
        (tmp_path / "b" / "deep").mkdir(parents=True)
        read(tmp_path, a__o=BRITISH)
        (tmp_path / "c").mkdir()
        files = files_read([tmp_path])
        assert [file.account for file in files] == ["a", "b", "c"]
        assert [list(file.complaints) for file in files[1:]] == [
            [f"{tmp_path / 'b'}: no file in it"],
            [f"{tmp_path / 'c'}: no file in it"],
        ]

    def test_beside_the_files_of_one_account(self, tmp_path: Path) -> None:
        (tmp_path / "charts").mkdir()
        assert [file.account for file in read(tmp_path, o=BRITISH).values()] == [None]
