"""What questions ask for in other words: a small thesaurus of aspects, for ranking without a model.

A question about cost is answered by sentences with budgets, prices and currencies that need not hold the word. Each
row lists words of one aspect in English and Chinese; a question that holds one of them is expanded by the others.
"""

from functools import cache, lru_cache

from stepresearch.text.language.words import terms

ASPECTS = """
cost costs price prices spend spent spending budget expenditure expense invoice pay paid fund funding finance million billion € $ £ forecast outturn 成本 费用 价格 造价 投资 预算 花费 资金 支出 万元 亿元 欧元 美元 多少钱 花了 耗资
risk risks threat danger concern uncertain uncertainty delay delayed late overrun dispute claim defect fault failure shortage shortfall problem warn warning unresolved lapse expire lose loss insufficient exceed rework postpone contingency 风险 隐患 问题 延误 推迟 不确定 争议 索赔 缺陷 故障 警告
deliver delivered delivery complete completed finish finished built in service in use handed over commissioned achieved result ran carried 交付 完成 完工 竣工 通车 建成 投入使用 投运 开通 移交 启用 运行 进度
promise promised plan planned target expected original originally intended estimate forecast strategy commitment schedule 承诺 计划 目标 预计 原定 规划 预期 估计
when date year day month time since until began founded born died 什么时候 何时 日期 时间 年 月 日 成立
who person people company team founder director chief owner maker supplier manufacturer contractor led headed 谁 公司 供应商 制造商 承包商 负责人 创始人 厂家
size capacity number amount total volume scale rate share percent 规模 容量 数量 总量 产量 比例 占比 百分之
benefit benefits advantage saving saved improve improved reduction reduced gain 好处 优势 节省 改善 减少 降低
drawback disadvantage criticism critic opponent objection complaint weakness limitation 缺点 批评 反对 投诉 不足 局限
cause caused reason because due owing result 原因 由于 因为 导致 起因
environment emission emissions carbon co2 diesel fuel pollution climate 环境 排放 碳 柴油 燃料 污染 气候
reliable reliability reliably dependable availability punctual punctuality cancelled cancellation breakdown outage downtime sailed sailings 可靠 可靠性 准点 取消 停运 停航 故障率
safety safe accident injury incident hazard adverse harm harmful toxicity died death deaths 安全 事故 伤亡 危险 不良反应
find found findings finding result results conclude concluded conclusion showed effect effective efficacy outcome endpoint 结果 结论 发现 疗效 效果
loss losses damage damaged destroyed flooded casualties injured evacuated economic 损失 受灾 淹没 转移 伤亡 死亡 倒塌 经济损失
regulation policy law rule permit licence subsidy grant government 政策 法规 法律 许可 补贴 政府 监管
growth grow grew increase increased rise rose expand expansion trend 增长 增加 上升 扩大 趋势
future outlook forecast projected next by 2030 expected will 未来 前景 展望 预测 将
compare comparison versus difference differ than whereas 比较 对比 区别 差异 相比
status progress current currently now today so far 现状 进展 进度 目前 现在 当前
supplier supply suppliers vendor manufacturer shipments competitor market share 供应 供应商 厂商 市场份额
market revenue sales turnover value demand 市场 收入 销售 营业额 产值 需求
technical specification battery power speed range efficiency performance 技术 规格 电池 功率 速度 续航 效率 性能
""".strip().splitlines()


@cache
def _aspects() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(terms(row)) for row in ASPECTS)


@cache
def known_aspects() -> frozenset[str]:
    """Return the index terms of all aspects."""
    return frozenset().union(*_aspects())


@lru_cache(maxsize=256)
def expanded(asked: frozenset[str]) -> frozenset[str]:
    """Return the index terms that belong to the aspects which `asked` names, without `asked` itself."""
    found = (aspect for aspect in _aspects() if aspect & asked)
    return frozenset().union(*found) - asked
