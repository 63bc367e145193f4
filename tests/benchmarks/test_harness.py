"""What the suites print."""

from benchmarks.harness import print_table


def test_tables_are_aligned_and_left_out_without_rows(capsys):
    print_table(["texts", "MB/s"], [["made", 7], ["of news", 120]])
    assert capsys.readouterr().out == "texts    MB/s\nmade        7\nof news   120\n"
    print_table(["texts", "MB/s"], [])
    assert not capsys.readouterr().out
