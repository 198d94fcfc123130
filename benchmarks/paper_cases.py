"""Business papers of made-up bodies, each with what a careful reader says of it: title, date, standing.

The cases of `TUNED` were looked at while the rules were written. Those of `HELD_OUT` were written before the rules
and looked at only as counts.
"""

from dataclasses import dataclass, field

Table = tuple[str, list[list[str]]]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `body` holds paragraphs, `## heading` lines, lists of items, and tables with their caption."""

    name: str
    title: str
    body: list[str | list[str] | Table]
    published: str | None = None
    standing: str | None = None
    letterhead: list[str] = field(default_factory=list)
    stamp: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    under: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    template: str = ""


_LONG = (
    "The new quay was opened to traffic after two seasons of piling, and the contractor handed over the last of the "
    "four berths in the week that the harbour office had promised to the shipping lines. The cranes were tested under "
    "full load on the following Monday, with a surveyor of the insurer on board."
)
_SECOND = (
    "A review by an outside engineer found that the fenders had been bought to the older standard, which the yard has "
    "since replaced at its own expense. No claim was raised, and the port regards the matter as closed since the audit "
    "of May 3, 2019 came to the same view."
)
_ZH = (
    "本次检查覆盖全市十二个排水片区，共抽查管网二百三十公里，发现破损点四十七处，其中三十九处已于当月完成修复，"
    "其余八处列入下一年度计划。检查组认为，老城区的管网老化问题最为突出，应当优先安排资金予以更新改造。"
)
_ZH_2 = "各区应当建立台账，逐项明确责任人和完成时限，并于每季度末将进展情况报送市水务局，由市水务局汇总后向社会公布。"
_ITEMS = [
    "Berth 1: 14.2 metres of water",
    "Berth 2: 12.8 metres, dredging due in spring",
    "Berth 3: closed to tankers",
]
_ZH_ITEMS = ["东部片区：修复十二处", "西部片区：修复十五处", "老城区：修复十二处"]
_TABLE: Table = (
    "Table 2. Traffic (thousand tonnes)",
    [["Berth", "2023", "2024"], ["North", "412", "448"], ["South", "377", "391"]],
)
_ZH_TABLE: Table = (
    "单位：万元",
    [["片区", "预算", "决算"], ["东部", "1280", "1195"], ["西部", "940", "1002"]],
)

TUNED = [
    Paper("coo-memo", "Fleet renewal: where we stand", [_LONG, _ITEMS, _SECOND, _TABLE], "2026-04-14", None,
          letterhead=["MERIDIAN COASTAL LINES", "12 Quay Street, Port Aldous"], under=["COO office, April 14, 2026"],
          template="Memo template v3"),
    Paper("price-sheet-2025", "Berth price sheet - March 2025", [_LONG, _TABLE, _SECOND], "2025-03", "superseded",
          letterhead=["Port of Aldous Authority"], stamp=["*** SUPERSEDED ***"], template="Document1"),
    Paper("prepared", "Dredging options for the inner basin", [_LONG, "## Costs", _SECOND, _ITEMS], "2024-09-03", "draft",
          under=["Prepared by Ilse Vandamme on 3 September 2024"], stamp=["DRAFT – not for circulation"]),
    Paper("as-of", "Register of moorings", [_LONG, _TABLE], "2025-12-31", None, under=["As of December 31, 2025"],
          letterhead=["ALDOUS HARBOUR TRUST", "Registered charity 331 118"]),
    Paper("policy-14", "Policy on visiting craft", [_LONG, _SECOND, _ITEMS], "2023-07-01", "withdrawn",
          fields=["Document no.: P-14", "Status: Withdrawn", "Effective 1 July 2023"]),
    Paper("paishui", "关于全市排水管网专项检查情况的通报", [_ZH, _ZH_ITEMS, _ZH_2, _ZH_TABLE], "2025-06-12", None,
          letterhead=["临江市水务局文件"], fields=["临水发〔2025〕38号"], closing=["临江市水务局", "2025年6月12日"]),
    Paper("banfa", "临江市城镇排水管理办法（征求意见稿）", [_ZH, _ZH_2, _ZH_ITEMS], "2024-11", "draft", under=["2024年11月"]),
    Paper("guiding", "临江市再生水利用规定", [_ZH, _ZH_2], "2019-03-08", "withdrawn",
          stamp=["【本文件已废止】"], closing=["临江市人民政府办公室", "二〇一九年三月八日"]),
    Paper("plain", "Notes from the site visit", [_LONG, _SECOND], None, None),
    Paper("replaced", "Mooring fees", [_LONG, _TABLE], "2022-02-01", "superseded",
          under=["Valid from 1 February 2022", "Replaced by: Mooring fees 2024"]),
    Paper("beer", "Draft beer sales on the quay rose again", [_LONG, _SECOND], "2025-08-19", None,
          under=["By Tom Aske, 19 August 2025"]),
    Paper("bericht", "Bericht über die Nutzung der Liegeplätze", [_LONG, _TABLE], "2024-05-17", "draft",
          letterhead=["Hafenamt Norderoog"], stamp=["ENTWURF"], under=["Norderoog, den 17. Mai 2024"]),
]  # fmt: skip

HELD_OUT = [
    Paper("cfo-note", "Cash position and covenants", [_LONG, _SECOND, _TABLE], "2026-01-09", None,
          letterhead=["HOLLOWAY & PIKE SHIPBUILDERS LTD", "Company number 0482 7731"],
          under=["Finance department, 9 January 2026"], template="Letter (A4)"),
    Paper("rates-2021-archived", "Rates of pilotage", [_LONG, _TABLE], "2021-04", "archived", under=["April 2021"],
          stamp=["ARCHIVED"], template="Rates.dotx"),
    Paper("rescinded", "Circular 7: anchoring in the sound", [_LONG, _ITEMS, _SECOND], "2020-10-22", "withdrawn",
          stamp=["This circular was rescinded on 4 May 2022."], fields=["Date: 22 October 2020"]),
    Paper("obsolete", "Handling of reefer containers", [_SECOND, _LONG, _ITEMS], "2018-06-05", "superseded",
          fields=["Version: 2.1", "Status: Obsolete", "Date of issue: 2018-06-05"]),
    Paper("minutes", "Minutes of the harbour committee", [_LONG, _SECOND, _ITEMS], "2025-10-06", None,
          letterhead=["Borough of Tavish"], under=["Held on Monday, 6 October 2025"]),
    Paper("quarterly", "Quarterly review - June 2024", [_LONG, _TABLE, _SECOND], "2024-06", None,
          letterhead=["NORTHWAY FERRIES PLC", "Investor relations"], template="Untitled"),
    Paper("draft-plan", "Draft plan for the outer mole", [_LONG, "## Options", _ITEMS, _SECOND], "2025-02-11", "draft",
          under=["Version of 11 February 2025"]),
    Paper("zh-report", "滨海新城污水处理厂运行评估报告", [_ZH, _ZH_TABLE, _ZH_2], "2023-09", None,
          letterhead=["滨海水务集团有限公司"], under=["编制日期：2023年9月"]),
    Paper("zh-old", "滨海新城再生水价格方案", [_ZH, _ZH_ITEMS], "2020-12-15", "superseded",
          fields=["滨价〔2020〕112号", "状态：已被替代"], closing=["滨海新城发展和改革局", "2020年12月15日"]),
    Paper("zh-draft", "滨海新城节水条例（草案）", [_ZH, _ZH_2], "2025-05-20", "draft",
          closing=["滨海新城住房和城乡建设局", "2025年5月20日"]),
    Paper("zh-repeal", "关于废止部分规范性文件的决定", [_ZH_2, _ZH], "2024-08-01", None,
          letterhead=["滨海新城管理委员会"], closing=["滨海新城管理委员会", "2024年8月1日"]),
    Paper("withdrawn-troops", "Troops withdrawn from the island barracks", [_LONG, _SECOND], "2024-03-02", None,
          under=["2 March 2024 | Harbour Gazette"]),
    Paper("rapport", "Rapport sur le dragage du chenal", [_LONG, _ITEMS], "2024-01-15", "superseded",
          letterhead=["Port autonome de Kerloc'h"], stamp=["Document remplacé par la version du 3 mars 2025"],
          under=["Fait à Kerloc'h, le 15 janvier 2024"]),
]  # fmt: skip
