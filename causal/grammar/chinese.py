"""The words of Chinese that qualify, scale and name a figure."""

from __future__ import annotations

from decimal import Decimal

from causal.grammar.words import Language, Rule

_SEVERAL = {
    "十": 10,
    "百": 100,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
}
_ABOVE, _BELOW = ("超过", "超", "高于", "多于", "大于"), ("低于", "少于", "小于")

CHINESE = Language(
    before={
        **dict.fromkeys(("约", "大约", "约为", "大概", "差不多", "左近", "约莫", "估计", "据估计"), Rule.ABOUT),
        **dict.fromkeys(("正好", "恰好", "刚好"), Rule.EXACTLY),
        **dict.fromkeys((*_ABOVE, "逾", "突破", "远超", "远超过", "远高于", "大大超过", ">"), Rule.MORE),
        **dict.fromkeys(("至少", "不少于", "不低于", "最少", "≥", ">="), Rule.AT_LEAST),
        **dict.fromkeys((*_BELOW, "不到", "不足", "未到", "不及", "未达", "远低于", "<"), Rule.LESS),
        **dict.fromkeys(("至多", "最多", "不超过", "未超过", "不多于", "不高于", "≤", "<="), Rule.AT_MOST),
        **dict.fromkeys(("高达", "多达", "最高达"), Rule.UP_TO),
        **dict.fromkeys(("低至", "少至", "最低至"), Rule.DOWN_TO),
        **dict.fromkeys(("近", "将近", "接近", "几乎", "近乎", "逼近"), Rule.NEARLY),
        **dict.fromkeys(("略高于", "略超", "略多于", "稍高于", "小幅高于", "刚过", "刚刚超过"), Rule.JUST_OVER),
        **dict.fromkeys(("略低于", "略少于", "稍低于", "小幅低于"), Rule.JUST_UNDER),
    },
    shades={
        **{f"{adverb}{word}": Rule.JUST_OVER for adverb in ("略", "稍", "略微", "刚刚", "小幅") for word in _ABOVE},
        **{f"{adverb}{word}": Rule.JUST_UNDER for adverb in ("略", "稍", "略微", "小幅") for word in _BELOW},
    },
    after={
        **dict.fromkeys(("左右", "上下", "前后"), Rule.ABOUT),
        **dict.fromkeys(("以上", "及以上", "或以上", "或更多", "起"), Rule.AT_LEAST),
        **dict.fromkeys(("以下", "以内", "之内", "及以下", "或更少"), Rule.AT_MOST),
        "不到": Rule.LESS,
        "出头": Rule.JUST_OVER,
    },
    multipliers={
        "百": Decimal(100),
        "千": Decimal(10) ** 3,
        "万": Decimal(10) ** 4,
        "亿": Decimal(10) ** 8,
        "百万": Decimal(10) ** 6,
        "千万": Decimal(10) ** 7,
        "十亿": Decimal(10) ** 9,
        "万亿": Decimal(10) ** 12,
        "兆": Decimal(10) ** 12,
        "k": Decimal(10) ** 3,
    },
    currencies={
        **dict.fromkeys(("us$", "$", "usd", "美元", "美金"), "US$"),
        **dict.fromkeys(("€", "eur", "欧元"), "€"),
        **dict.fromkeys(("£", "gbp", "英镑", "镑"), "£"),
        **dict.fromkeys(("¥",), "¥"),
        **dict.fromkeys(("日元", "日圆", "jpy"), "JPY"),
        **dict.fromkeys(("人民币", "元人民币", "元", "rmb", "cny"), "CNY"),
        **dict.fromkeys(("hk$", "港元", "港币", "hkd"), "HK$"),
        **dict.fromkeys(("a$", "澳元"), "A$"),
        **dict.fromkeys(("c$", "加元"), "C$"),
        **dict.fromkeys(("s$", "新元", "新加坡元"), "S$"),
        **dict.fromkeys(("nt$", "新台币", "台币"), "NT$"),
        **dict.fromkeys(("印度卢比", "卢比"), "INR"),
        "韩元": "KRW",
        **dict.fromkeys(("瑞士法郎",), "CHF"),
    },
    units={
        "%": "%",
        "share": "share",
        **dict.fromkeys(("个百分点", "百分点"), "percentage points"),
        **dict.fromkeys(("个基点", "基点"), "basis points"),
        **dict.fromkeys(("个点", "点"), "points"),
        **dict.fromkeys(("倍", "x"), "x"),
        **dict.fromkeys(("倍标准差", "个标准差", "sigma"), "standard deviations"),
    },
    numbers={},
    fractions=dict.fromkeys(("一半", "半数"), (1, 2)),
    multiples={
        **dict.fromkeys(("翻番", "翻倍", "翻一番", "翻了一番", "翻了一倍", "翻一倍"), 2),
        "翻两番": 4,
        "翻了两番": 4,
    },
    moves={
        **dict.fromkeys(("腰斩", "减半", "减少一半", "下降一半", "缩水一半"), -50),
        **dict.fromkeys(("一倍", "1倍"), 100),
    },
    several={
        **{f"{some}{scale}": Decimal(size) for some in "几数" for scale, size in _SEVERAL.items()},
        "成百上千": Decimal(100),
        "成千上万": Decimal(1000),
    },
    range_openers=("介于", "从", "在"),
    range_closers=("之间",),
    majorities=("过半数", "过半", "大多数", "多数", "大部分"),
    emphasis=("仅", "仅仅", "仅为", "只有", "达", "达到", "为"),
    closed_joiners=("和", "与"),
    range_joiners=("至", "到", "或", "-", "~"),
    minus=("-", "负"),
    places=frozenset(
        {
            *(
                f"{adverb}{word}"
                for adverb in ("", "略", "稍", "略微", "刚刚", "小幅", "远")
                for word in ("高于", "低于")
            ),
            *("不高于", "不低于", ">", "<", ">=", "≥", "<=", "≤", "以上", "以下", "及以上", "及以下", "或以上"),
            *("低至", "最低至"),
        }
    ),
    no_units=frozenset("至到分之和或且多余成半与每负近约几数开打点零〇一二两三四五六七八九百千万亿"),
    dates=frozenset(("月", "日", "号", "时")),
)
