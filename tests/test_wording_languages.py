"""Dosages as each language says them, written down by its grammar."""

from __future__ import annotations

from datetime import date, time

import pytest
from dosages import phrases_of

from handout.dosage import Phase, Range
from handout.minutes import Session
from handout.wording import Wording
from handout.wording.dates import render_date, render_time
from handout.wording.dosages import render_phase, render_session

NUMBERS = ("1", "2", "5", "11", "21", "1-2", "up to 1", "up to 3", "up to 21")

SETS = {
    "es": "1 serie|2 series|5 series|11 series|21 series|1 a 2 series"
    "|hasta 1 serie|hasta 3 series|hasta 21 series",
    "de": "1 Satz|2 Sätze|5 Sätze|11 Sätze|21 Sätze|1 bis 2 Sätze"
    "|bis zu 1 Satz|bis zu 3 Sätze|bis zu 21 Sätze",
    "ru": "1 подход|2 подхода|5 подходов|11 подходов|21 подход|1–2 подхода"
    "|до 1 подхода|до 3 подходов|до 21 подхода",
    "ar": "مجموعة واحدة|مجموعتان|5 مجموعات|11 مجموعة|21 مجموعة|مجموعة إلى مجموعتين"
    "|حتى مجموعة واحدة|حتى 3 مجموعات|حتى 21 مجموعة",
    "fa": "۱ دوره|۲ دوره|۵ دوره|۱۱ دوره|۲۱ دوره|۱ تا ۲ دوره|تا ۱ دوره|تا ۳ دوره|تا ۲۱ دوره",
    "hi": "1 सेट|2 सेट|5 सेट|11 सेट|21 सेट|1 से 2 सेट"
    "|ज़्यादा से ज़्यादा 1 सेट|ज़्यादा से ज़्यादा 3 सेट|ज़्यादा से ज़्यादा 21 सेट",
    "zh-Hans": "1组|2组|5组|11组|21组|1至2组|最多1组|最多3组|最多21组",
    "zh-Hant": "1組|2組|5組|11組|21組|1至2組|最多1組|最多3組|最多21組",
}


@pytest.mark.parametrize("language", SETS)
def test_sets_have_the_plurals_of_the_language(language: str) -> None:
    wording = Wording.for_language(language)
    said = [phrase for number in NUMBERS for phrase in phrases_of({"sets": number}, wording)]
    assert said == SETS[language].split("|")


HOLDS = ("1 s", "21 s", "2 min", "1:30", "up to 1 min", "up to 3 min", "5 breaths")

HELD = {
    "es": "mantenga 1 segundo|mantenga 21 segundos|mantenga 2 minutos"
    "|mantenga 1 minuto y 30 segundos|mantenga hasta 1 minuto|mantenga hasta 3 minutos"
    "|mantenga 5 respiraciones",
    "de": "1 Sekunde halten|21 Sekunden halten|2 Minuten halten|1 Minute 30 Sekunden halten"
    "|bis zu 1 Minute halten|bis zu 3 Minuten halten|5 Atemzüge lang halten",
    "ru": "держите 1 секунду|держите 21 секунду|держите 2 минуты|держите 1 минуту 30 секунд"
    "|держите до 1 минуты|держите до 3 минут|держите 5 вдохов",
    "ar": "الثبات: ثانية|الثبات: 21 ثانية|الثبات: دقيقتين|الثبات: دقيقة و30 ثانية"
    "|الثبات: مدة لا تزيد على دقيقة|الثبات: مدة لا تزيد على 3 دقائق|الثبات: 5 أنفاس",
    "hi": "1 सेकंड रोकें|21 सेकंड रोकें|2 मिनट रोकें|1 मिनट 30 सेकंड रोकें"
    "|ज़्यादा से ज़्यादा 1 मिनट रोकें|ज़्यादा से ज़्यादा 3 मिनट रोकें|5 साँसों तक रोकें",
    "zh-Hans": "保持1秒|保持21秒|保持2分钟|保持1分钟30秒|保持最多1分钟|保持最多3分钟|保持5次呼吸",
}


@pytest.mark.parametrize("language", HELD)
def test_holds_have_the_cases_of_the_language(language: str) -> None:
    wording = Wording.for_language(language)
    said = [phrase for hold in HOLDS for phrase in phrases_of({"hold": hold}, wording)]
    assert said == HELD[language].split("|")


SIDES = ("each side", "left", "each leg", "right leg", "operated knee", "weaker arm")

SIDED = {
    "es": "10 pasos de cada lado|10 pasos del lado izquierdo|10 pasos con cada pierna"
    "|10 pasos con la pierna derecha|10 pasos con la rodilla operada"
    "|10 pasos con el brazo más débil",
    "de": "10 Schritte auf jeder Seite|10 Schritte auf der linken Seite"
    "|10 Schritte mit jedem Bein|10 Schritte mit dem rechten Bein"
    "|10 Schritte mit dem operierten Knie|10 Schritte mit dem schwächeren Arm",
    "ru": "10 шагов на каждую сторону|10 шагов на левой стороне|10 шагов каждой ногой"
    "|10 шагов правой ногой|10 шагов прооперированным коленом|10 шагов более слабой рукой",
    "ar": "10 خطوات لكل جانب|10 خطوات في الجانب الأيسر|10 خطوات بكل ساق"
    "|10 خطوات بالساق اليمنى|10 خطوات بالركبة التي أُجريت لها العملية"
    "|10 خطوات بالذراع الأضعف",
    "fa": "۱۰ قدم برای هر طرف|۱۰ قدم در طرف چپ|۱۰ قدم با هر پا|۱۰ قدم با پای راست"
    "|۱۰ قدم با زانوی عمل‌شده|۱۰ قدم با بازوی ضعیف‌تر",
    "hi": "हर तरफ़ 10 क़दम|बाईं तरफ़ 10 क़दम|हर पैर से 10 क़दम|दाएँ पैर से 10 क़दम"
    "|ऑपरेशन वाले घुटने से 10 क़दम|कमज़ोर बाँह से 10 क़दम",
    "zh-Hans": "每侧10步|左侧10步|每条腿10步|右腿10步|做过手术的膝盖10步|较弱的手臂10步",
}


@pytest.mark.parametrize("language", SIDED)
def test_sides_agree_with_the_part_of_the_body(language: str) -> None:
    wording = Wording.for_language(language)
    fields = ({"reps": "10 steps", "side": side} for side in SIDES)
    assert [phrase for each in fields for phrase in phrases_of(each, wording)] == SIDED[
        language
    ].split("|")


DAYS = ("daily", "every other day", "3 days a week", "weekdays", "every 2 hours while awake")

OFTEN = {
    "es": "todos los días|un día sí y otro no|3 días por semana|de lunes a viernes"
    "|cada 2 horas mientras no duerma",
    "de": "jeden Tag|jeden zweiten Tag|an 3 Tagen pro Woche|Montag bis Freitag"
    "|alle 2 Stunden, solange Sie wach sind",
    "ru": "каждый день|через день|3 дня в неделю|понедельник – пятница"
    "|каждые 2 часа, пока вы не спите",
    "ar": "كل يوم|يومًا بعد يوم|3 أيام في الأسبوع|من الاثنين إلى الجمعة|كل ساعتين ما دمت مستيقظًا",
    "fa": "هر روز|یک روز در میان|۳ روز در هفته|دوشنبه تا جمعه|هر ۲ ساعت، تا وقتی بیدارید",
    "zh-Hant": "每天|隔天一次|每週3天|星期一至星期五|醒著時每2小時",
}


@pytest.mark.parametrize("language", OFTEN)
def test_how_often_is_said_as_the_language_says_it(language: str) -> None:
    wording = Wording.for_language(language)
    fields = ({"text": "", "frequency": days, "sets": "1"} for days in DAYS)
    assert [phrases_of(each, wording)[-1] for each in fields] == OFTEN[language].split("|")


@pytest.mark.parametrize(
    ("language", "times"),
    [
        ("es", "a la 1:00, a las 8:30, al mediodía y a las 18:00"),
        ("de", "um 1:00 Uhr, um 8:30 Uhr, am Mittag und um 18:00 Uhr"),
        ("hi", "रात 1:00 बजे, सुबह 8:30 बजे, दोपहर को और शाम 6:00 बजे"),
        ("zh-Hans", "01:00、08:30、中午和18:00"),
    ],
)
def test_times_of_day_have_the_clock_of_the_language(language: str, times: str) -> None:
    fields = {"sets": "1", "times": "1 am, 8:30 am, noon, 18:00"}
    assert phrases_of(fields, Wording.for_language(language))[-1] == times


@pytest.mark.parametrize(
    ("language", "day", "hour"),
    [
        ("es", "16 de marzo de 2026", "14:30"),
        ("de", "16. März 2026", "14:30"),
        ("ru", "16 марта 2026 г.", "14:30"),
        ("ar", "16 مارس 2026", "2:30\u00a0م"),
        # In the Gregorian calendar, as the clinic means it.
        ("fa", "۱۶ مارس ۲۰۲۶", "۱۴:۳۰"),
        ("zh-Hans", "2026年3月16日", "14:30"),
        ("zh-Hant", "2026年3月16日", "下午2:30"),
    ],
)
def test_a_visit_has_the_date_of_the_language(language: str, day: str, hour: str) -> None:
    wording = Wording.for_language(language)
    assert render_date(date(2026, 3, 16), wording) == day
    assert render_time(time(14, 30), wording) == hour


@pytest.mark.parametrize(
    ("language", "phases"),
    [
        ("de", "Wochen 1 und 2|Woche 3|Ab Woche 5|Tage 1 bis 4"),
        ("ru", "Недели 1 и 2|Неделя 3|С недели 5|Дни 1–4"),
        ("ar", "الأسبوعان 1 و2|الأسبوع 3|من الأسبوع 5 فصاعدًا|الأيام 1 إلى 4"),
        ("fa", "هفته‌های ۱ و ۲|هفته ۳|از هفته ۵ به بعد|روزهای ۱ تا ۴"),
    ],
)
def test_a_phase_is_named_in_the_language(language: str, phases: str) -> None:
    written = ("weeks 1-2", "week 3", "week 5 on", "days 1-4")
    wording = Wording.for_language(language)
    assert [render_phase(Phase.parse(each), wording) for each in written] == phases.split("|")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "Unos 10 minutos por sesión, sin contar los números 1, 2 y 4."),
        ("ru", "Примерно 10 минут на одно занятие, не считая номеров 1, 2 и 4."),
        ("ar", "حوالي 10 دقائق لكل جلسة، من دون الأرقام 1، 2 و4."),
        ("hi", "लगभग 10 मिनट, हर बार, नंबर 1, 2 और 4 को छोड़कर।"),
        ("zh-Hans", "每次大约10分钟，不包括第1、2和4项。"),
    ],
)
def test_the_length_of_a_session_is_a_sentence(language: str, words: str) -> None:
    session = Session(Range(9, 9), (1, 2, 4))
    assert render_session(session, Wording.for_language(language), alike=True) == words
