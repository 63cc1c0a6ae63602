"""Dosages as each language says them, written down by its grammar."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from dosages import phrases_of

from handout.dosage import Phase, Range
from handout.minutes import Session
from handout.wording import LANGUAGES, Wording
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
    "hi": "1 सेट|2 सेट|5 सेट|11 सेट|21 सेट|1 से 2 सेट|अधिकतम 1 सेट|अधिकतम 3 सेट|अधिकतम 21 सेट",
    "zh-Hans": "1组|2组|5组|11组|21组|1至2组|最多1组|最多3组|最多21组",
    "zh-Hant": "1組|2組|5組|11組|21組|1至2組|最多1組|最多3組|最多21組",
    "fr": "1 série|2 séries|5 séries|11 séries|21 séries|1 à 2 séries"
    "|jusqu’à 1 série|jusqu’à 3 séries|jusqu’à 21 séries",
    "pt": "1 série|2 séries|5 séries|11 séries|21 séries|1 a 2 séries"
    "|até 1 série|até 3 séries|até 21 séries",
    "it": "1 serie|2 serie|5 serie|11 serie|21 serie|1–2 serie"
    "|fino a 1 serie|fino a 3 serie|fino a 21 serie",
    "pl": "1 seria|2 serie|5 serii|11 serii|21 serii|1–2 serie|do 1 serii|do 3 serii|do 21 serii",
    "ht": "1 seri|2 seri|5 seri|11 seri|21 seri|1 a 2 seri|jiska 1 seri|jiska 3 seri|jiska 21 seri",
    "tl": "1 set|2 set|5 set|11 set|21 set|1 hanggang 2 set"
    "|hanggang 1 set|hanggang 3 set|hanggang 21 set",
    "vi": "1 hiệp|2 hiệp|5 hiệp|11 hiệp|21 hiệp|1 đến 2 hiệp"
    "|tối đa 1 hiệp|tối đa 3 hiệp|tối đa 21 hiệp",
    "ko": "1세트|2세트|5세트|11세트|21세트|1~2세트|최대 1세트|최대 3세트|최대 21세트",
    "ja": "1セット|2セット|5セット|11セット|21セット|1～2セット"
    "|最大1セット|最大3セット|最大21セット",
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
    "hi": "1 सेकंड इसी स्थिति में रुकें|21 सेकंड इसी स्थिति में रुकें|2 मिनट इसी स्थिति में रुकें"
    "|1 मिनट 30 सेकंड इसी स्थिति में रुकें"
    "|अधिकतम 1 मिनट इसी स्थिति में रुकें|अधिकतम 3 मिनट इसी स्थिति में रुकें|5 साँसों तक इसी स्थिति में रुकें",
    "zh-Hans": "保持1秒|保持21秒|保持2分钟|保持1分钟30秒|保持最多1分钟|保持最多3分钟|保持5次呼吸",
    "fr": "tenez 1 seconde|tenez 21 secondes|tenez 2 minutes|tenez 1 minute 30 secondes"
    "|tenez jusqu’à 1 minute|tenez jusqu’à 3 minutes|tenez pendant 5 respirations",
    "pt": "mantenha por 1 segundo|mantenha por 21 segundos|mantenha por 2 minutos"
    "|mantenha por 1 minuto e 30 segundos|mantenha por até 1 minuto|mantenha por até 3 minutos"
    "|mantenha por 5 respirações",
    "it": "mantenga 1 secondo|mantenga 21 secondi|mantenga 2 minuti"
    "|mantenga 1 minuto e 30 secondi|mantenga fino a 1 minuto|mantenga fino a 3 minuti"
    "|mantenga per 5 respiri",
    "pl": "przytrzymać 1 sekundę|przytrzymać 21 sekund|przytrzymać 2 minuty"
    "|przytrzymać 1 minutę 30 sekund|przytrzymać do 1 minuty|przytrzymać do 3 minut"
    "|przytrzymać przez 5 oddechów",
    "ht": "kenbe 1 segonn|kenbe 21 segonn|kenbe 2 minit|kenbe 1 minit 30 segonn"
    "|kenbe jiska 1 minit|kenbe jiska 3 minit|kenbe pandan 5 souf",
    "ko": "1초 유지|21초 유지|2분 유지|1분 30초 유지|최대 1분 유지|최대 3분 유지"
    "|5번 호흡하는 동안 유지",
    "ja": "1秒キープ|21秒キープ|2分キープ|1分30秒キープ|最大1分キープ|最大3分キープ|5呼吸キープ",
}


@pytest.mark.parametrize("language", HELD)
def test_holds_have_the_cases_of_the_language(language: str) -> None:
    wording = Wording.for_language(language)
    said = [phrase for hold in HOLDS for phrase in phrases_of({"hold": hold}, wording)]
    assert said == HELD[language].split("|")


UNTIL = (
    *("until tired", "to fatigue", "until your form slips", "as many as you can"),
    "as many as possible without pain",
)


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if not tag.startswith("en")])
def test_what_is_usually_said_of_when_to_stop_is_in_the_language(language: str) -> None:
    wording = Wording.for_language(language)
    for words in UNTIL:
        (said,) = phrases_of({"reps": words}, wording)
        assert not re.search(r"\b(until|to|many|possible|form|pain|tired)\b", said), said
    assert phrases_of({"reps": "Until: pa"}, wording) == [
        wording.text("repetitions.until", until="pa")
    ]


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
    "fr": "10 pas de chaque côté|10 pas du côté gauche|10 pas avec chaque jambe"
    "|10 pas avec la jambe droite|10 pas avec le genou opéré|10 pas avec le bras le plus faible",
    "pt": "10 passos de cada lado|10 passos do lado esquerdo|10 passos com cada perna"
    "|10 passos com a perna direita|10 passos com o joelho operado"
    "|10 passos com o braço mais fraco",
    "it": "10 passi per lato|10 passi sul lato sinistro|10 passi con ogni gamba"
    "|10 passi con la gamba destra|10 passi con il ginocchio operato"
    "|10 passi con il braccio più debole",
    "pl": "10 kroków po każdej stronie|10 kroków po lewej stronie|10 kroków na każdą nogę"
    "|10 kroków na prawą nogę|10 kroków na operowane kolano|10 kroków na słabszą rękę",
    "ht": "10 pa sou chak bò|10 pa sou bò gòch la|10 pa ak chak janm|10 pa ak janm dwat la"
    "|10 pa ak jenou yo te opere a|10 pa ak bra ki pi fèb la",
    "tl": "10 hakbang sa bawat panig|10 hakbang sa kaliwang panig|10 hakbang gamit ang bawat binti"
    "|10 hakbang gamit ang kanang binti|10 hakbang gamit ang inoperahang tuhod"
    "|10 hakbang gamit ang mas mahinang braso",
    "vi": "10 bước mỗi bên|10 bước bên trái|10 bước mỗi chân|10 bước với chân phải"
    "|10 bước với đầu gối đã mổ|10 bước với cánh tay yếu hơn",
    "ko": "좌우 각각 10걸음|왼쪽 10걸음|양쪽 다리 각각 10걸음|오른쪽 다리 10걸음"
    "|수술한 무릎 10걸음|더 약한 팔 10걸음",
    "ja": "左右それぞれ10歩|左側で10歩|左右の脚それぞれ10歩|右脚で10歩|手術したひざで10歩"
    "|弱いほうの腕で10歩",
}


@pytest.mark.parametrize("language", SIDED)
def test_sides_agree_with_the_part_of_the_body(language: str) -> None:
    wording = Wording.for_language(language)
    fields = ({"reps": "10 steps", "side": side} for side in SIDES)
    assert [phrase for each in fields for phrase in phrases_of(each, wording)] == SIDED[
        language
    ].split("|")


@pytest.mark.parametrize(
    ("language", "times"),
    [
        ("en", "1 minute 30 seconds to 2 minutes"),
        ("fr", "de 1 minute 30 secondes à 2 minutes"),
        ("it", "da 1 minuto e 30 secondi a 2 minuti"),
        ("pl", "1 minutę 30 sekund – 2 minuty"),
        ("ru", "1 минуту 30 секунд – 2 минуты"),
        ("ja", "1分30秒～2分"),
    ],
)
def test_a_range_of_times_in_two_units_is_not_joined_like_one_of_numbers(
    language: str, times: str
) -> None:
    assert phrases_of({"duration": "90 s - 2 min"}, Wording.for_language(language)) == [times]


def test_numbers_in_tagalog_have_a_linker_after_a_consonant() -> None:
    tagalog = Wording.for_language("tl")
    written = ("3", "4", "6", "9", "10", "14", "4-5", "5-6", "up to 4")
    said = [phrase for number in written for phrase in phrases_of({"reps": number}, tagalog)]
    assert said == [
        *("3 ulit", "4 na ulit", "6 na ulit", "9 na ulit", "10 ulit", "14 na ulit"),
        *("4 hanggang 5 ulit", "5 hanggang 6 na ulit", "hanggang 4 na ulit"),
    ]


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
    "fr": "tous les jours|un jour sur deux|3 jours par semaine|du lundi au vendredi"
    "|toutes les 2 heures quand vous ne dormez pas",
    "pt": "todos os dias|dia sim, dia não|3 dias por semana|de segunda-feira a sexta-feira"
    "|a cada 2 horas quando não estiver dormindo",
    "it": "ogni giorno|un giorno sì e uno no|3 giorni a settimana|da lunedì a venerdì"
    "|ogni 2 ore quando non dorme",
    "pl": "codziennie|co drugi dzień|3 dni w tygodniu|poniedziałek – piątek"
    "|co 2 godziny, oprócz czasu snu",
    "ht": "chak jou|yon jou sou de|3 jou pa semèn|lendi jiska vandredi"
    "|chak 2 èdtan lè ou pa ap dòmi",
    "tl": "araw-araw|tuwing ikalawang araw|3 araw sa isang linggo|Lunes hanggang Biyernes"
    "|kada 2 oras habang gising",
    "vi": "mỗi ngày|cách ngày|3 ngày mỗi tuần|Thứ Hai đến Thứ Sáu|mỗi 2 giờ khi đang thức",
    "ko": "매일|이틀에 한 번|일주일에 3일|월요일~금요일|깨어 있는 동안 2시간마다",
    "ja": "毎日|1日おき|週に3日|月曜日～金曜日|起きている間、2時間ごと",
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
        ("fr", "à 1\u00a0h\u00a000, à 8\u00a0h\u00a030, à midi et à 18\u00a0h\u00a000"),
        ("pt", "à 1:00, às 8:30, ao meio-dia e às 18:00"),
        ("it", "all’1:00, alle 8:30, a mezzogiorno e alle 18:00"),
        ("pl", "o\u00a01:00, o\u00a08:30, w południe i o\u00a018:00"),
        ("ht", "a 1:00\u00a0AM, a 8:30\u00a0AM, a midi ak a 6:00\u00a0PM"),
        ("ko", "오전\u00a01:00에, 오전\u00a08:30에, 정오에, 오후\u00a06:00에"),
        ("ja", "1:00、8:30、正午、18:00"),
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
        ("fr", "16 mars 2026", "14\u00a0h\u00a030"),
        ("pt", "16 de março de 2026", "14:30"),
        ("it", "16 marzo 2026", "14:30"),
        ("pl", "16 marca 2026", "14:30"),
        # In months that the catalogue names, because ICU has French ones.
        ("ht", "16 mas 2026", "2:30\u00a0PM"),
        ("tl", "Marso 16, 2026", "2:30\u00a0PM"),
        ("vi", "16 tháng 3 năm 2026", "14:30"),
        ("ko", "2026년 3월 16일", "오후\u00a02:30"),
        ("ja", "2026年3月16日", "14:30"),
    ],
)
def test_a_visit_has_the_date_of_the_language(language: str, day: str, hour: str) -> None:
    wording = Wording.for_language(language)
    assert render_date(date(2026, 3, 16), wording) == day
    assert render_time(time(14, 30), wording) == hour


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "1 March 2026"),
        ("fr", "1er mars 2026"),
        ("pt", "1º de março de 2026"),
        ("it", "1º marzo 2026"),
        ("ht", "premye mas 2026"),
    ],
)
def test_the_first_day_of_a_month_has_the_form_of_the_language(language: str, first: str) -> None:
    assert render_date(date(2026, 3, 1), Wording.for_language(language)) == first


@pytest.mark.parametrize(
    ("language", "phases"),
    [
        ("de", "Wochen 1 und 2|Woche 3|Ab Woche 5|Tage 1 bis 4"),
        ("ru", "Недели 1 и 2|Неделя 3|С недели 5|Дни 1–4"),
        ("ar", "الأسبوعان 1 و2|الأسبوع 3|من الأسبوع 5 فصاعدًا|الأيام 1 إلى 4"),
        ("fa", "هفته‌های ۱ و ۲|هفته ۳|از هفته ۵ به بعد|روزهای ۱ تا ۴"),
        ("fr", "Semaines 1 et 2|Semaine 3|À partir de la semaine 5|Jours 1 à 4"),
        ("it", "Settimane 1 e 2|Settimana 3|Dalla settimana 5|Giorni 1–4"),
        ("pl", "Tygodnie 1 i 2|Tydzień 3|Od 5. tygodnia|Dni 1–4"),
        ("ko", "1, 2주차|3주차|5주차부터|1~4일차"),
        ("ja", "第1、2週|第3週|第5週から|1～4日目"),
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
        ("fr", "Environ 10 minutes par séance, sans compter les numéros 1, 2 et 4."),
        ("pl", "Około 10 minut na jedną sesję, nie licząc numerów 1, 2 i 4."),
        ("ko", "한 번에 약 10분 (1, 2, 4번 제외)."),
        ("ja", "1回約10分（1、2、4番を除く）。"),
    ],
)
def test_the_length_of_a_session_is_a_sentence(language: str, words: str) -> None:
    session = Session(Range(9, 9), (1, 2, 4))
    assert render_session(session, Wording.for_language(language), alike=True) == words
