import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.text.ranking.near_duplicates import near_duplicate_groups, same_figures

WIRE = """The city council of Harwick said on Tuesday that it will close the old Mill Bridge for eleven months from
March, after engineers found cracks in two of its four pillars. Repairs will cost 4.2 million pounds, of which the
county pays half. "We could not wait any longer," mayor Anna Reid said. Buses will be diverted over the northern
ring road, which adds about nine minutes to each trip. Shop owners in the quarter fear for their Christmas sales and
have asked for lower rents. The bridge was built in 1931 and carries 12,000 cars a day. A ferry for walkers and
cyclists will run every quarter of an hour between six in the morning and ten at night. The council will vote on the
contract in its January meeting, and the work was offered to three firms, two of them from the region. A first
survey six years ago had rated the bridge as safe, but salt and frost have since reached the steel inside the
concrete, a report that was published with the decision says."""

REWORDED = """Bridge to stay shut for most of the year

Harwick's city council stated on Tuesday it will close the old Mill Bridge for eleven months from March, after
engineers discovered cracks in two of its four pillars. The repairs will cost 4.2 million pounds, of which the county
is paying half. "We could not wait any longer," mayor Anna Reid told reporters. Buses will be diverted over the
northern ring road, which adds about nine minutes to every trip. Shopkeepers in the quarter fear for their Christmas
sales and have demanded lower rents. The bridge was built in 1931 and carries 12,000 cars a day. A ferry for walkers
and cyclists will run every 15 minutes between six in the morning and ten at night."""

OTHER = """Three months after the cracks came to light, drivers in Harwick have found their own ways around. A count by
volunteers shows 8,400 cars a day on Station Road, where 3,100 were usual. "We could not wait any longer," mayor Anna
Reid said in autumn when she shut the crossing. Now residents want a limit of thirty kilometres an hour and speed
cameras near the school. The police chief, Tom Hale, calls that hard to enforce. He points to seven accidents since
April, none of them grave, and to an officer short on every shift. Hauliers complain about detours through villages
with narrow lanes, and a dairy has moved its depot to the far bank for the time being. Researchers of the technical
college measure the air at five places and promise first figures before the summer break. What happens once the
works are done is open: a citizens' group collects signatures to keep lorries out of the centre for good, which a
majority of traders rejects."""

BOILERPLATE = """Subscribe to our newsletter and never miss a story. By clicking you agree to our terms of use and to our
privacy policy. Advertise with us. About the editors. Follow us on social media. All rights reserved, no part of this
site may be copied without written permission of the publisher. Published {date} at 10:42, updated 11:07."""

NEWS_ZH = """市政府周二宣布，老磨坊大桥将从三月起封闭十一个月，因为工程师在四个桥墩中的两个发现了裂缝。维修费用为420万元，其中一半由省里
承担。“我们不能再等了，”市长李安娜说。公交车将改走北环路，每趟行程增加约九分钟。附近商户担心圣诞节期间的销售，并要求降低租金。该桥建于
1931年，每天通行12000辆汽车。行人和骑自行车的人可以乘坐渡轮，渡轮从早上六点到晚上十点每一刻钟一班。"""
NEWS_ZH_REWORDED = (
    NEWS_ZH.replace("宣布", "表示")
    .replace("发现了裂缝", "发现裂纹")
    .replace("担心", "忧虑")
    .replace("要求", "请求")
)
OTHER_ZH = """裂缝被发现三个月后，司机们找到了自己的绕行路线。志愿者统计显示，车站路每天有8400辆车经过，而平时只有3100辆。“我们不能再等了，”
市长李安娜去年秋天关闭大桥时这样说。现在居民希望限速三十公里，并在学校附近安装测速摄像头。警察局长认为这很难执行，他提到四月以来发生的七起
事故，都不严重，而且每个班次都缺一名警员。运输公司抱怨要绕道狭窄的村庄道路。"""


def test_a_reworded_shortened_and_retitled_copy_is_found() -> None:
    assert near_duplicate_groups([WIRE, OTHER, REWORDED]) == [[0, 2], [1]]


def test_copies_among_the_boilerplate_of_two_sites_are_found() -> None:
    one = f"Harwick Gazette\n\n{REWORDED}\n\n{BOILERPLATE.format(date='3 May 2024')}"
    other = f"{WIRE}\n\nMore news: " + " ".join(f"Story {number} about a thing." for number in range(20, 35))

    assert near_duplicate_groups([one, other]) == [[0, 1]]


def test_articles_on_one_topic_that_share_a_quotation_and_a_footer_are_not_copies() -> None:
    footer = BOILERPLATE.format(date="3 May 2024")

    assert near_duplicate_groups([f"{WIRE}\n\n{footer}", f"{OTHER}\n\n{footer}"]) == [[0], [1]]


def test_chinese_copies_are_told_from_another_article_with_the_same_quotation() -> None:
    assert near_duplicate_groups([NEWS_ZH, OTHER_ZH, NEWS_ZH_REWORDED]) == [[0, 2], [1]]


def test_texts_from_one_template_are_not_copies() -> None:
    season = """The {year} Idaho Vandals football team represented the University of Idaho in the {year} college
    football season. The Vandals were led by {nth}-year head coach {coach} and were members of the Pacific Coast
    Conference. Home games were played on campus at Neale Stadium in Moscow, with one home game in Boise."""
    one = season.format(year=1952, nth="second", coach="Raymond Curfman")
    other = season.format(year=1957, nth="fourth", coach="Skip Stahley")

    assert near_duplicate_groups([one, other]) == [[0], [1]]


def test_a_copy_of_a_copy_is_in_the_group() -> None:
    words = [f"word{number}" for number in range(600)]
    texts = [" ".join(words[start : start + 300]) for start in (0, 120, 240)]

    assert near_duplicate_groups(texts) == [[0, 1, 2]]
    assert near_duplicate_groups([texts[0], texts[2]]) == [[0], [1]]


@pytest.mark.parametrize(("text", "groups"), [("One", [[0, 1]]), ("…", [[0], [1]])])
def test_a_text_too_short_for_a_run_is_a_copy_of_itself_where_it_has_a_word(
    text: str, groups: list[list[int]]
) -> None:
    assert near_duplicate_groups([text, text]) == groups


@given(st.lists(st.text(alphabet="ab 1中。") | st.sampled_from([WIRE, REWORDED, OTHER, ""]), max_size=8))
def test_every_text_is_in_exactly_one_group(texts: list[str]) -> None:
    groups = near_duplicate_groups(texts)

    assert sorted(index for group in groups for index in group) == list(range(len(texts)))
    assert all(group == sorted(group) for group in groups)
    assert groups == sorted(groups)


@given(st.text(), st.text())
def test_which_text_comes_first_does_not_matter(a: str, b: str) -> None:
    assert len(near_duplicate_groups([a, b])) == len(near_duplicate_groups([b, a]))


RETOLD = """A river crossing shuts

Cars, some 12,000 of them daily, must find another way: Harwick's Mill Bridge goes out of use in March for 330 days.
The council decided so on Tuesday. Cracked pillars, two of four, are why, and mending them takes 4.2 million pounds;
from the county comes one half. "We could not wait any longer," said Anna Reid, the mayor. Lorries over 7.5 tonnes
have been banned since 104 bolts were found loose, and 1,850 signatures ask for a footbridge."""
STORY = """Harwick will close the old Mill Bridge in March. Engineers found cracks in two of its four pillars, and the
repairs, of which the county pays half, will cost 4.2 million pounds and last 330 days, the council said on Tuesday.
The bridge carries 12,000 cars a day. "We could not wait any longer," said Anna Reid, the mayor. Vehicles of more than
7.5 tonnes were shut out when 104 loose bolts came to light. A petition for a footbridge has 1,850 names."""
TICKER = " Markets at noon: gold 2,412.5, wheat 588.25, copper 9,914, crude 81.4, pounds to dollars 1.27, euros 1.18."


def test_a_story_told_in_other_words_is_known_by_its_figures() -> None:
    assert near_duplicate_groups([STORY, OTHER, RETOLD]) == [[0, 2], [1]]
    assert near_duplicate_groups([STORY, RETOLD.replace("104", "96").replace("12,000", "9,300")]) == [
        [0],
        [1],
    ]


def test_figures_in_a_box_beside_two_stories_do_not_make_them_copies() -> None:
    assert near_duplicate_groups([STORY + TICKER, OTHER + TICKER]) == [[0], [1]]


def test_articles_written_from_the_same_formulas_are_not_copies() -> None:
    things = "permits leases tenders cables ports grids schools surveys"
    formula = "Observers have long warned that {} could be delayed by disputes among those who pay for it."
    one = [formula.format(f"{thing} in Harwick") for thing in things.split()]
    other = [formula.format(f"{thing} in Lahmor") for thing in reversed(things.split())]

    assert near_duplicate_groups([" ".join(one), " ".join(other)]) == [[0], [1]]


def test_a_page_that_holds_its_story_twice_is_a_copy_of_one_that_holds_it_once() -> None:
    assert near_duplicate_groups([WIRE, f"{WIRE}\n\n{WIRE}"]) == [[0, 1]]


def test_the_more_of_a_story_is_told_in_the_same_words_the_fewer_figures_need_tell_that_it_is_one() -> None:
    told = """Harwick is to close the old Mill Bridge in March, its council said, since engineers found cracks in two of
    its four pillars. "We could not wait any longer," said Anna Reid, the mayor. The bridge carries 12,000 cars a day.
    Of the cost, 4.2 million pounds, one half comes from the county; it is 330 days until cars may cross again, and
    nothing over 7.5 tonnes may do so now."""

    assert near_duplicate_groups([STORY, told]) == [[0, 1]]
    assert near_duplicate_groups([STORY, told.replace("330", "280")]) == [[0], [1]]


def test_texts_with_the_figures_of_the_other_are_told_from_those_with_figures_of_their_own() -> None:
    assert same_figures(STORY, RETOLD)
    assert not same_figures(STORY, OTHER)
    assert not same_figures(STORY, "It will cost 4.2 million pounds.")
