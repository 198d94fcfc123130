"""Units as people write them, their canonical names, and conversion within one dimension."""

from dataclasses import dataclass
from decimal import Decimal

from stepresearch.text.numbers.word_table import WordTable


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `value * factor + offset` is the value in the dimension's base unit."""

    name: str
    dimension: str
    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)


_TABLE = """
% share 1 concentr-percent: %|％|percent|per cent|percentage points|percentage point|pct|个百分点|百分点
USD USD 1: US dollars|US dollar|U.S. dollars|dollars|dollar|USD|US$|U.S.$|$|美元|美金
EUR EUR 1: euros|euro|EUR|€|欧元
GBP GBP 1: pounds sterling|pounds|GBP|£|英镑
CNY CNY 1: yuan|renminbi|RMB|CNY|CN¥|¥|￥|元人民币|元|人民币
HKD HKD 1: Hong Kong dollars|HKD|HK$|港元|港币
JPY JPY 1: yen|JPY|JP¥|日元|円
INR INR 1: rupees|INR|Rs.|Rs|₹|卢比
KRW KRW 1: won|KRW|₩|韩元
CHF CHF 1: Swiss francs|francs|Franken|CHF|瑞士法郎
DKK DKK 1: Danish kroner|Danish crowns|DKK
SEK SEK 1: Swedish kronor|kronor|Swedish crowns|SEK
NOK NOK 1: Norwegian kroner|Norwegian crowns|NOK
AUD AUD 1: Australian dollars|AUD|A$|澳元
CAD CAD 1: Canadian dollars|CAD|C$|加元
RUB RUB 1: roubles|rubles|RUB|₽|卢布
BRL BRL 1: reais|BRL|R$
TRY TRY 1: TRY|₺
PLN PLN 1: zlotys|PLN|zł
IDR IDR 1: rupiah|IDR|Rp
VND VND 1: VND|₫
BDT BDT 1: taka|BDT|৳
PKR PKR 1: PKR
NGN NGN 1: naira|NGN|₦
KES KES 1: KES|KSh
MXN MXN 1: MXN
km length 1000 length-kilometer: kilometres|kilometre|kilometers|kilometer|km|公里|千米
m length 1 length-meter: metres|metre|meters|meter|m|米
cm length 0.01 length-centimeter: centimetres|centimetre|centimeters|centimeter|cm|厘米
mm length 0.001 length-millimeter: millimetres|millimetre|millimeters|millimeter|mm|毫米
mi length 1609.344 length-mile: miles|mile|mi|英里
ft length 0.3048 length-foot: feet|foot|ft|英尺
kg mass 1 mass-kilogram: kilograms|kilogram|kilogrammes|kilos|kg|公斤|千克
g mass 0.001 mass-gram: grams|gram|grammes|克
t mass 1000 mass-tonne: metric tons|metric tonnes|tonnes|tonne|tons|ton|t|公吨|吨
lb mass 0.45359237 mass-pound: lbs|lb|磅
斤 mass 0.5: 斤
W power 1 power-watt: watts|watt|W|瓦
kW power 1e3 power-kilowatt: kilowatts|kilowatt|kW|千瓦
MW power 1e6 power-megawatt: megawatts|megawatt|MW|兆瓦
GW power 1e9 power-gigawatt: gigawatts|gigawatt|GW|吉瓦
TW power 1e12: terawatts|terawatt|TW|太瓦
kVA apparent-power 1e3: kVA|千伏安
MVA apparent-power 1e6: MVA|兆伏安
dB level 1: decibels|decibel|dB(A)|dB|分贝
kWh energy 1e3 energy-kilowatt-hour: kilowatt-hours|kilowatt hours|kilowatt-hour|kWh|千瓦时|度电
MWh energy 1e6: megawatt-hours|megawatt hours|megawatt-hour|MWh|兆瓦时
GWh energy 1e9: gigawatt-hours|gigawatt hours|gigawatt-hour|GWh|吉瓦时
TWh energy 1e12: terawatt-hours|terawatt hours|terawatt-hour|TWh|太瓦时
km² area 1e6 area-square-kilometer: square kilometres|square kilometers|square kilometre|square kilometer|sq km|km²|km2|平方公里|平方千米
m² area 1 area-square-meter: square metres|square meters|sq m|m²|m2|平方米
ha area 1e4 area-hectare: hectares|hectare|ha|公顷
mi² area 2589988.110336: square miles|sq mi
ft² area 0.09290304: square feet|sq ft
acre area 4046.8564224 area-acre: acres|acre|英亩
亩 area 666.6667: 亩
°C temperature 1 temperature-celsius: degrees Celsius|°C|℃|摄氏度
°F temperature 0.5555555556 -17.7777777778 temperature-fahrenheit: degrees Fahrenheit|°F|℉|华氏度
second time 1 duration-second: seconds|second|秒钟|秒
minute time 60 duration-minute: minutes|minute|分钟
hour time 3600 duration-hour: hours|hour|hrs|个小时|小时
day time 86400 duration-day: days|day|天
week time 604800 duration-week: weeks|week|周
month time 2629746 duration-month: months|month|个月
century time 3155695200 duration-century: centuries|century|世纪
decade time 315569520 duration-decade: decades|decade
year time 31556952 duration-year: years|year|年
l volume 0.001 volume-liter: litres|litre|liters|liter|升
m³ volume 1 volume-cubic-meter: cubic metres|cubic meters|m³|立方米
barrel barrel 1 volume-barrel: barrels|barrel|桶
people people 1: people|человек|человека|чел.|Menschen|Personen|personnes|personas|pessoas|persone|osób|personen|mensen|orang|kişi|người|लोग|persons|person|employees|employee|workers|worker|staff|personnel|inhabitants|residents|名|人|位
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


def _read_table() -> tuple[dict[str, Unit], dict[str, str]]:
    units: dict[str, Unit] = {}
    cldr: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        head, aliases = line.split(": ")
        name, dimension, factor, *more = head.split(" ")
        offset = next((Decimal(part) for part in more if part[-1].isdigit()), Decimal(0))
        unit = Unit(name, dimension, Decimal(factor), offset)
        cldr |= dict.fromkeys([name] if more and more[-1][-1].isalpha() else [], more[-1] if more else "")
        # Words are written in any case, symbols are not: MW is no mW.
        for alias in [name, *aliases.split("|")]:
            units[alias.lower() if len(alias) >= _CASELESS_FROM else alias] = unit
            units.setdefault(name, unit)
    return units, cldr


_CASELESS_FROM = 5
_UNITS, CLDR_UNITS = _read_table()
"""By alias; and the identifiers that the Unicode CLDR has for those it gives names for, by canonical name."""

CURRENCIES = sorted(
    {unit.name for unit in _UNITS.values() if unit.name == unit.dimension and unit.name.isupper()}
)
_WORDS = WordTable({alias: unit.name for alias, unit in _UNITS.items()}, caseless_from=_CASELESS_FROM)
_SPACES = " \u00a0\u202f-"


def match_unit(text: str, position: int, more: WordTable[str] | None = None) -> tuple[str, int] | None:
    """Return the canonical name of the unit that starts at `position`, and where it ends, else None.

    Args:
        text: Where it stands.
        position: Of its first character, or of one space or hyphen before it.
        more: Names of units in the language of the text.
    """
    start = position + (text[position : position + 1] in _SPACES)
    known = _WORDS.match(text, start)
    named = more.match(text, start) if more else None
    return max((found for found in (known, named) if found), key=lambda found: found[1], default=None)


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
