"""--write mends what can be mended, and touches nothing else."""
LESSON = "steps/01-first/README.md"


def test_a_page_in_which_all_is_right_is_left_alone(kata):
    before = kata.read(LESSON)

    report = kata.check(write=True)

    assert report.mended == []
    assert kata.read(LESSON) == before


def test_what_is_quoted_anew_is_right_afterwards(kata):
    kata.plant("solutions/01-first/server.cpp", "#include", "// new\n#include")
    kata.plant("steps/01-first/server.h", "int server();", "long server();")

    report = kata.check(write=True)

    assert report.text("").startswith(f"{LESSON}:7: mended\n{LESSON}:79: mended\n")
    assert report.findings == []
    assert "/// Gives two.\nlong server();\n```\n\n## Read" in kata.read(LESSON)
    assert kata.check().findings == []


def test_an_empty_block_is_filled(kata):
    before = kata.read(LESSON)
    kata.plant(LESSON, "TEST(Server, gives_two) {\n  EXPECT_EQ(server(), 2);\n}\n", "")

    kata.check(write=True)

    assert kata.read(LESSON) == before


def test_the_prose_comes_back_byte_by_byte(kata):
    before = kata.read(LESSON)
    kata.plant(LESSON, "Step 01 is red.", "Step 01 is green.")
    kata.plant(LESSON, "  return 2;\n}\n```\n\n## In", "  return 1;\n}\n```\n\n## In")

    kata.check(write=True)

    assert kata.read(LESSON) == before


def test_prose_is_never_touched(kata):
    kata.plant(LESSON, "as step 02 will", "as step 21 will")
    before = kata.read(LESSON)

    report = kata.check(write=True)

    assert len(report.findings) == 1
    assert kata.read(LESSON) == before


def test_nothing_is_written_to_a_page_with_an_open_fence(kata):
    kata.plant(LESSON, "Step 01 is red.", "Step 01 is green.")
    kata.plant(LESSON, "\n```\n\nOn to", "\n\nOn to")
    before = kata.read(LESSON)

    report = kata.check(write=True)

    assert report.mended == []
    assert kata.read(LESSON) == before


def test_no_draft_is_left_behind(kata):
    kata.plant(LESSON, "Step 01 is red.", "Step 01 is green.")

    kata.check(write=True)

    names = sorted(path.name for path in (kata.root / "steps/01-first").iterdir())
    assert names == ["README.md", "server.cpp", "server.h"]


def test_the_starter_is_the_one_that_ships_and_not_what_a_learner_made_of_it(kata):
    kata.write("steps/01-first/server.cpp", '#include "server.h"\nint server() { return 42; }\n')

    assert kata.check().findings == []
