import pytest

from small_kata import SmallKata


@pytest.fixture
def kata(tmp_path):
    return SmallKata(tmp_path)
