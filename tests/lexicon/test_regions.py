"""Places by any of their names."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from pipelines.lexicon.regions import (
    ancestors,
    by_code,
    find_region,
    former_regions,
    merged_regions,
    region_words,
    regions,
)


def test_codes_are_unique_and_their_parents_exist() -> None:
    codes = [r.code for r in regions() if r.code]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"\d{6}", c) for c in codes)
    for r in regions():
        assert (r.parent_code in by_code()) or r.level == "country", r


def test_codes_lie_in_their_parents() -> None:
    for r in regions():
        if r.level == "prefecture":
            assert r.parent_code == r.code[:2] + "0000" and r.code.endswith("00"), r
        if r.level == "county":
            assert r.parent_code in {r.code[:4] + "00", r.code[:2] + "0000"}, r
            assert r.full_name.endswith(r.name) and r.full_name.startswith(ancestors(r)[-2].name), r


def test_the_catalogue_is_complete() -> None:
    levels = Counter(r.level for r in regions())
    assert levels["province"] == 34 and levels["prefecture"] == 333 and levels["county"] > 2800
    assert sum(r.code.startswith("50") and r.level == "county" for r in regions()) == 38  # Chongqing


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("重庆市永川区", "500118"), ("永川区", "500118"), ("永川", "500118"), ("重庆永川", "500118"),
        ("重庆永川区", "500118"), ("重庆", "500000"), ("重庆市", "500000"), ("四川省成都市武侯区", "510107"),
        ("成都武侯区", "510107"), ("武侯", "510107"), ("内蒙古", "150000"), ("广西壮族自治区", "450000"),
        ("恩施州", "422800"), ("恩施土家族苗族自治州", "422800"), ("酉阳县", "500242"), ("酉阳", "500242"),
        ("长沙", "430100"), ("长沙县", "430121"), ("西安", "610100"), ("吉林", "220000"), ("吉林市", "220200"),
        ("海南", "460000"), ("仙桃市", "429004"), ("石河子", "659001"), ("浦东新区", "310115"), ("深圳市南山区", "440305"),
        ("杭州市钱塘区", "330114"), ("洛阳市偃师区", "410307"), ("全国", "100000"), ("中国", "100000"),
        ("北京市朝阳区", "110105"), ("长春市朝阳区", "220104"), ("义乌", "330782"), ("济南", "370100"),
    ],
)  # fmt: skip
def test_places_are_found_by_their_names(name: str, code: str) -> None:
    found = find_region(name)
    assert found is not None and found.code == code


@pytest.mark.parametrize(
    "name", ["朝阳", "朝阳区", "鼓楼区", "通州", "江北", "某某县", "", "区", "市辖区", "永川高新区"]
)
def test_what_is_not_one_place_is_none(name: str) -> None:
    assert find_region(name) is None


def test_a_parent_decides_between_places_of_one_name() -> None:
    assert find_region("鼓楼区", "320100").code == "320106"
    assert find_region("江北", "500000").code == "500105"
    assert find_region("朝阳", "110000").code == "110105"
    assert find_region("永川", "510000") is None


def test_areas_have_no_code() -> None:
    for name in ("成渝地区", "西部", "东部", "主城都市区", "渝西"):
        assert find_region(name).level == "area" and find_region(name).code == ""


def test_full_names_name_one_place_each() -> None:
    wrong = [r.full_name for r in regions() if r.code and find_region(r.full_name) != r]
    assert wrong == []


def test_words_for_masks() -> None:
    words = region_words()
    assert {"重庆市永川区", "永川区", "重庆", "成渝地区", "西部", "全国"} <= set(words)
    assert "永川" not in words and "永川" in region_words(short_counties=True)
    assert not {"城区", "长治", "白银"} & set(words)
    assert list(words) == sorted(words, key=lambda w: (-len(w), w))


@pytest.mark.parametrize(
    ("name", "code", "full"),
    [
        ("襄樊市", "420600", "湖北省襄樊市"), ("襄樊", "420600", "湖北省襄樊市"), ("永川市", "500118", "重庆市永川市"),
        ("崇文区", "110103", "北京市崇文区"), ("北京市宣武区", "110104", "北京市宣武区"), ("莱芜市", "371200", "山东省莱芜市"),
        ("毕节地区", "520500", "贵州省毕节地区"), ("江北", None, ""), ("绍兴县", "330603", "浙江省绍兴市绍兴县"), ("户县", "610118", "陕西省西安市户县"),
        ("呼伦贝尔盟", "150700", "内蒙古自治区呼伦贝尔盟"), ("襄阳市", "420600", "湖北省襄阳市"), ("中甸县", "533401", "云南省迪庆藏族自治州中甸县"),
        ("南汇区", "310119", "上海市南汇区"), ("万盛区", "", "重庆市万盛区"), ("永川", "500118", "重庆市永川区"),
    ],
)  # fmt: skip
def test_former_names_are_found(name: str, code: str | None, full: str) -> None:
    found = find_region(name)
    assert (found.code, found.full_name) == (code, full) if found else code is None


def test_former_places_have_a_parent_and_a_code_of_their_own_or_of_today() -> None:
    assert len(former_regions()) > 900
    today = {r.full_name for r in regions()}
    for r in former_regions():
        assert r.parent_code in by_code() and r.full_name not in today and r.full_name.endswith(r.name), r
        assert r.level in ("prefecture", "county") and (not r.code or r.code in by_code()), r
    codes = [r.code for r in merged_regions()]
    assert len(codes) == len(set(codes)) and not set(codes) & {r.code for r in regions()}


def test_an_autonomous_prefecture_is_found_by_its_short_name_and_kind():
    names = ["湘西自治州", "湘西州", "迪庆州", "迪庆自治州", "延边自治州", "湖南省湘西自治州"]
    assert [find_region(name).code for name in names] == ["433100", "433100", "533400", "533400", "222400", "433100"]
