"""Units as people write them, their canonical names, and conversion within one dimension."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `value * factor + offset` is the value in the dimension's base unit."""

    name: str
    dimension: str
    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)


_TABLE = """
% share 1: %|％|percent|per cent|percentage points|percentage point|pct|个百分点|百分点
USD USD 1: US dollars|US dollar|U.S. dollars|dollars|dollar|USD|US$|U.S.$|$|美元|美金
EUR EUR 1: euros|euro|EUR|€|欧元
GBP GBP 1: pounds sterling|pounds|GBP|£|英镑
CNY CNY 1: yuan|renminbi|RMB|CNY|¥|￥|元人民币|元|人民币
HKD HKD 1: Hong Kong dollars|HKD|HK$|港元|港币
JPY JPY 1: yen|JPY|日元
INR INR 1: rupees|INR|₹|卢比
KRW KRW 1: won|KRW|韩元
CHF CHF 1: Swiss francs|francs|CHF|瑞士法郎
DKK DKK 1: Danish kroner|Danish crowns|DKK
SEK SEK 1: Swedish kronor|kronor|Swedish crowns|SEK
NOK NOK 1: Norwegian kroner|Norwegian crowns|NOK
AUD AUD 1: Australian dollars|AUD|A$|澳元
CAD CAD 1: Canadian dollars|CAD|C$|加元
RUB RUB 1: roubles|rubles|RUB|卢布
km length 1000: kilometres|kilometre|kilometers|kilometer|km|公里|千米
m length 1: metres|metre|meters|meter|m|米
cm length 0.01: centimetres|centimetre|centimeters|centimeter|cm|厘米
mm length 0.001: millimetres|millimetre|millimeters|millimeter|mm|毫米
mi length 1609.344: miles|mile|mi|英里
ft length 0.3048: feet|foot|ft|英尺
kg mass 1: kilograms|kilogram|kilogrammes|kilos|kg|公斤|千克
g mass 0.001: grams|gram|grammes|克
t mass 1000: metric tons|metric tonnes|tonnes|tonne|tons|ton|t|公吨|吨
lb mass 0.45359237: lbs|lb|磅
斤 mass 0.5: 斤
W power 1: watts|watt|W|瓦
kW power 1e3: kilowatts|kilowatt|kW|千瓦
MW power 1e6: megawatts|megawatt|MW|兆瓦
GW power 1e9: gigawatts|gigawatt|GW|吉瓦
TW power 1e12: terawatts|terawatt|TW|太瓦
kVA apparent-power 1e3: kVA|千伏安
MVA apparent-power 1e6: MVA|兆伏安
dB level 1: decibels|decibel|dB(A)|dB|分贝
kWh energy 1e3: kilowatt-hours|kilowatt hours|kilowatt-hour|kWh|千瓦时|度电
MWh energy 1e6: megawatt-hours|megawatt hours|megawatt-hour|MWh|兆瓦时
GWh energy 1e9: gigawatt-hours|gigawatt hours|gigawatt-hour|GWh|吉瓦时
TWh energy 1e12: terawatt-hours|terawatt hours|terawatt-hour|TWh|太瓦时
km² area 1e6: square kilometres|square kilometers|square kilometre|square kilometer|sq km|km²|km2|平方公里|平方千米
m² area 1: square metres|square meters|sq m|m²|m2|平方米
ha area 1e4: hectares|hectare|ha|公顷
mi² area 2589988.110336: square miles|sq mi
ft² area 0.09290304: square feet|sq ft
acre area 4046.8564224: acres|acre|英亩
亩 area 666.6667: 亩
°C temperature 1: degrees Celsius|°C|℃|摄氏度
°F temperature 0.5555555556 -17.7777777778: degrees Fahrenheit|°F|℉|华氏度
second time 1: seconds|second|秒钟|秒
minute time 60: minutes|minute|分钟
hour time 3600: hours|hour|hrs|个小时|小时
day time 86400: days|day|天
week time 604800: weeks|week|周
month time 2629746: months|month|个月
year time 31556952: years|year|年
l volume 0.001: litres|litre|liters|liter|升
m³ volume 1: cubic metres|cubic meters|m³|立方米
barrel barrel 1: barrels|barrel|桶
people people 1: people|persons|person|employees|employee|workers|worker|staff|personnel|inhabitants|residents|名|人|位
times times 1: times|倍
台 count:台 1: 台
辆 count:辆 1: 辆
家 count:家 1: 家
座 count:座 1: 座
所 count:所 1: 所
个 count:个 1: 个
套 count:套 1: 套
件 count:件 1: 件
艘 count:艘 1: 艘
架 count:架 1: 架
条 count:条 1: 条
项 count:项 1: 项
户 count:户 1: 户
只 count:只 1: 只
篇 count:篇 1: 篇
次 count:次 1: 次
支 count:支 1: 支
册 count:册 1: 册次|册
场 count:场 1: 场
"""


def _read_table() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for line in _TABLE.strip().splitlines():
        head, aliases = line.split(": ")
        name, dimension, factor, *offset = head.split(" ")
        unit = Unit(name, dimension, Decimal(factor), Decimal(offset[0]) if offset else Decimal(0))
        units.update(dict.fromkeys([name, *aliases.split("|")], unit))
    return units


_UNITS = _read_table()
_CASELESS = {alias.lower(): alias for alias in _UNITS}
_LATIN = re.compile(r"[A-Za-z]")


def _alternatives(aliases: Iterable[str]) -> str:
    longest_first = sorted(aliases, key=len, reverse=True)
    return "|".join(
        # Words are written in any case, symbols are not: MW is no mW.
        (rf"(?i:{re.escape(alias)})(?![A-Za-z])" if len(alias) > 4 else rf"{re.escape(alias)}(?![A-Za-z])")
        if _LATIN.match(alias)
        else re.escape(alias)
        for alias in longest_first
    )


_UNIT = re.compile(rf"[ \u00a0\u202f-]?({_alternatives(_UNITS)})")


def match_unit(text: str, position: int) -> tuple[str, int] | None:
    """Return the canonical name of the unit that starts at `position`, and where it ends, else None."""
    match = _UNIT.match(text, position)
    if match is None:
        return None
    alias = match[1]
    unit = _UNITS.get(alias) or _UNITS[_CASELESS[alias.lower()]]
    return unit.name, match.end()


def dimension_of(name: str) -> str:
    """Return the dimension within which a unit converts; a unit not known is its own dimension."""
    return _UNITS[name].dimension if name in _UNITS else name


def is_counted(name: str) -> bool:
    """Return whether `name` is no unit of measure but a noun that is counted."""
    return name not in _UNITS


def counts_things(name: str) -> bool:
    """Return whether `name` is a noun, known or not, or a Chinese measure word: of what is counted, not measured."""
    return is_counted(name) or dimension_of(name) == "people" or dimension_of(name).startswith("count:")


def to_base(value: Decimal, name: str) -> Decimal:
    """Return `value` of the unit `name` in the base unit of its dimension."""
    unit = _UNITS.get(name)
    return value if unit is None else value * unit.factor + unit.offset


def step_to_base(step: Decimal, name: str) -> Decimal:
    """Return a difference of the unit `name` in the base unit of its dimension."""
    unit = _UNITS.get(name)
    return step if unit is None else step * unit.factor
