"""Russian; times are in the accusative, parts of the body in the instrumental case."""

from typing import Final

STATUS: Final = "machine"

MESSAGES: Final = {
    "target_areas": "Что работает",
    "level": "Уровень",
    "equipment": "Понадобится",
    "position": "Положение",
    "start": "Начало",
    "dosage": "Сколько",
    "why": "Зачем",
    "mistakes": "Ошибки",
    "easier": "Легче",
    "harder": "Труднее",
    "cautions": "Осторожно",
    "video": "Видео",
    "visit.patient": "Кому",
    "visit.birth_date": "Дата рождения",
    "visit.record": "Номер карты",
    "visit.date": "Дата",
    "visit.next_visit": "Следующий приём",
    "visit.clinician": "Ваш специалист",
    "goals": "Мои цели",
    "stop": "Остановитесь и позвоните нам, если у вас",
    "stop.if": "Остановитесь и позвоните нам, если",
    "tip": "Совет",
    "summary": "Коротко",
    "author": "Об авторе",
    "glance": "Ваша программа вкратце",
    "glance.name": "Упражнение",
    "glance.dose": "Сколько",
    "glance.days": "Когда",
    "glance.named_dose": "{name}: {phrase}",
    "glance.next": "{before}; {after}",
    "glance.first_phase": "{first}; дальше см. упражнение",
    "glance.doses": (
        "{count, plural, one {# вариант} few {# варианта} many {# вариантов} other {# варианта}}:"
        " см. упражнение"
    ),
    "glance.days_differ": "см. упражнение",
    "log": "Ваш дневник",
    "log.week": "Неделя {number}",
    "log.day": "День {number}",
    "log.done": "Сделано",
    "log.pain": "Боль, от 0 до 10",
    "log.effort": "Усилие, от 0 до 10",
    "log.notes": "Заметки",
    "sources": "Источники",
    "source.licence": "Лицензия: {licence}",
    "open.sets": "Подходы",
    "open.repetitions": "Повторения",
    "open.hold": "Держать",
    "open.per_day": "Раз в день",
    "open.days": "Дни",
    "folio": "Страница {page} из {pages}",
    "screen.contents": "Содержание",
    "screen.changed": "Для вас",
    "video_code": "Код, который открывает {address} на телефоне",
    "level.beginner": "начальный",
    "level.intermediate": "с небольшим опытом",
    "level.advanced": "сложный",
    "position.standing": "стоя",
    "position.sitting": "сидя",
    "position.supine": "лёжа на спине",
    "position.prone": "лёжа на животе",
    "position.side-lying": "лёжа на боку",
    "position.kneeling": "стоя на коленях",
    "position.half-kneeling": "стоя на одном колене",
    "position.quadruped": "на четвереньках",
    "logo": "Логотип: {name}",
    "source.next": "{before}. {after}",
    "source.of_entries": "{names}: {source}",
    "stop.call": "Телефон",
    "stop.emergency": "Сразу звоните {phone}, если у вас",
    "stop.emergency.if": "Сразу звоните {phone}, если",
    "stop.ambulance": "Сразу вызывайте скорую помощь, если у вас",
    "stop.ambulance.if": "Сразу вызывайте скорую помощь, если",
    "steps.under": "Шаги описаны под номером {number}.",
    "steps.on_page": "Шаги описаны на странице {page}.",
    "reviewed": "Проверено: {by}",
    "translation.machine": (
        "Этот листок перевёл компьютер, и его ещё никто не проверил. Если что-то непонятно,"
        " спросите своего специалиста."
    ),
    "block.do": "Можно",
    "block.dont": "Нельзя",
    "box.info": "Полезно знать",
    "box.tip": "Совет",
    "box.caution": "Осторожно",
    "box.stop": "Стоп",
    "schedule": "Ваш день",
    "schedule.time": "Время",
    "schedule.do": "Что делать",
    "scale.pain.low": "нет боли",
    "scale.pain.high": "самая сильная боль",
    "scale.effort.low": "без усилия",
    "scale.effort.high": "изо всех сил",
    "scale.alt": "Шкала от 0, {low}, до 10, {high}",
    "light.green": "Зелёный: продолжайте",
    "light.amber": "Жёлтый: делайте меньше",
    "light.red": "Красный: остановитесь",
    "label": "{label}:",
    "part": "{name} \u2068({part} из {parts})\u2069",
    "catalogue": "Упражнения и растяжка",
    "screen.find": "Поиск",
    "screen.skip": "К тексту",
    "screen.cover": "Обложка",
    "screen.kept": (
        "То, что вы отмечаете, остаётся на этом устройстве. Удалите это, если устройством"
        " пользуется кто-то ещё."
    ),
    "screen.clear": "Очистить дневник",
    "screen.clear_sure": "Удалить всё, что вы отметили?",
    "screen.blank": "заполнить от руки",
    "screen.access": (
        "Каждая картинка описана словами. Заголовки, списки и таблицы размечены, а текст идёт в"
        " том порядке, в котором его читают."
    ),
    "number": "{number, number, ::group-off}",
    "range": "{of, select, time {{low} – {high}} other {{low}–{high}}}",
    "date": "{day, date,d MMMM y 'г.'}",
    "time": "{time, time,H:mm}",
    "date.time": "{date} в {time}",
    "weekday": "{day, date,EEEE}",
    "weekday.range": "{first} – {last}",
    "weekday.short": "{day, date,EEEEEE}",
    "list.next": "{before}, {after}",
    "list.pair": "{before} и {after}",
    "list.last": "{before} и {after}",
    "hours": (
        "{form, select, most {{count, plural, one {{amount} часа} other {{amount} часов}}} other"
        " {{count, plural, one {{amount} час} few {{amount} часа} many {{amount} часов} other"
        " {{amount} часа}}}}"
    ),
    "minutes": (
        "{form, select, most {{count, plural, one {{amount} минуты} other {{amount} минут}}} other"
        " {{count, plural, one {{amount} минуту} few {{amount} минуты} many {{amount} минут} other"
        " {{amount} минуты}}}}"
    ),
    "seconds": (
        "{form, select, most {{count, plural, one {{amount} секунды} other {{amount} секунд}}}"
        " other {{count, plural, one {{amount} секунду} few {{amount} секунды} many {{amount}"
        " секунд} other {{amount} секунды}}}}"
    ),
    "time.next": "{before} {after}",
    "sets": (
        "{form, select, most {до {high} {count, plural, one {подхода} other {подходов}}} other"
        " {{amount} {count, plural, one {подход} few {подхода} many {подходов} other {подхода}}}}"
    ),
    "repetitions": (
        "{form, select, most {до {high} {count, plural, one {повторения} other {повторений}}}"
        " other {{amount} {count, plural, one {повторение} few {повторения} many {повторений} other"
        " {повторения}}}}"
    ),
    "repetitions.of": "{amount} {unit}",
    "repetitions.until": "повторяйте: {until}",
    "repetitions.until_tired": "повторяйте, пока не устанете",
    "repetitions.until_form_slips": "повторяйте, пока движение получается правильно",
    "repetitions.as_many": "делайте: {until}",
    "repetitions.as_many_as_you_can": "столько, сколько сможете",
    "repetitions.as_many_without_pain": "столько, сколько сможете без боли",
    "unit.steps": (
        "{form, select, most {до {high} {count, plural, one {шага} other {шагов}}} other {{amount}"
        " {count, plural, one {шаг} few {шага} many {шагов} other {шага}}}}"
    ),
    "unit.breaths": (
        "{form, select, most {до {high} {count, plural, one {вдоха} other {вдохов}}} other"
        " {{amount} {count, plural, one {вдох} few {вдоха} many {вдохов} other {вдоха}}}}"
    ),
    "unit.times": (
        "{form, select, most {до {high} {count, plural, one {раза} other {раз}}} other {{amount}"
        " {count, plural, one {раз} few {раза} many {раз} other {раза}}}}"
    ),
    "unit.circles": (
        "{form, select, most {до {high} {count, plural, one {круга} other {кругов}}} other"
        " {{amount} {count, plural, one {круг} few {круга} many {кругов} other {круга}}}}"
    ),
    "unit.squeezes": (
        "{form, select, most {до {high} {count, plural, one {сжатия} other {сжатий}}} other"
        " {{amount} {count, plural, one {сжатие} few {сжатия} many {сжатий} other {сжатия}}}}"
    ),
    "unit.laps": (
        "{form, select, most {до {high} {count, plural, one {круга} other {кругов}}} other"
        " {{amount} {count, plural, one {круг} few {круга} many {кругов} other {круга}}}}"
    ),
    "unit.lengths": (
        "{form, select, most {до {high} {count, plural, one {дорожки} other {дорожек}}} other"
        " {{amount} {count, plural, one {дорожку} few {дорожки} many {дорожек} other {дорожки}}}}"
    ),
    "unit.blocks": (
        "{form, select, most {до {high} {count, plural, one {квартала} other {кварталов}}} other"
        " {{amount} {count, plural, one {квартал} few {квартала} many {кварталов} other"
        " {квартала}}}}"
    ),
    "unit.yards": (
        "{form, select, most {до {high} {count, plural, one {ярда} other {ярдов}}} other {{amount}"
        " {count, plural, one {ярд} few {ярда} many {ярдов} other {ярда}}}}"
    ),
    "unit.feet": (
        "{form, select, most {до {high} {count, plural, one {фута} other {футов}}} other {{amount}"
        " {count, plural, one {фут} few {фута} many {футов} other {фута}}}}"
    ),
    "unit.miles": (
        "{form, select, most {до {high} {count, plural, one {мили} other {миль}}} other {{amount}"
        " {count, plural, one {милю} few {мили} many {миль} other {мили}}}}"
    ),
    "at_most": "до {amount}",
    "time.at_most": "до {time}",
    "distance.m": (
        "{form, select, most {до {high} {count, plural, one {метра} other {метров}}} other"
        " {{amount} {count, plural, one {метр} few {метра} many {метров} other {метра}}}}"
    ),
    "distance.km": (
        "{form, select, most {до {high} {count, plural, one {километра} other {километров}}} other"
        " {{amount} {count, plural, one {километр} few {километра} many {километров} other"
        " {километра}}}}"
    ),
    "hold": "держите {time}",
    "hold.breaths": (
        "держите {form, select, most {до {high} {count, plural, one {вдоха} other {вдохов}}} other"
        " {{amount} {count, plural, one {вдох} few {вдоха} many {вдохов} other {вдоха}}}}"
    ),
    "with_side": "{phrase} {side}",
    "side.each_side": "на каждую сторону",
    "side.each": "{gender, select, f {каждой} other {каждым}} {part}",
    "side.each_direction": "в каждом направлении",
    "side.alternating": "по очереди на каждую сторону",
    "side.one": "на {which} стороне",
    "side.limb": "{which} {part}",
    "side.both": "обеими сторонами вместе",
    "side.left_then_right": "сначала слева, потом справа",
    "side.right_then_left": "сначала справа, потом слева",
    "which.left": "{gender, select, f {левой} other {левым}}",
    "which.right": "{gender, select, f {правой} other {правым}}",
    "which.operated": "{gender, select, f {прооперированной} other {прооперированным}}",
    "which.affected": "{gender, select, f {поражённой} other {поражённым}}",
    "which.unaffected": "{gender, select, f {здоровой} other {здоровым}}",
    "which.injured": "{gender, select, f {травмированной} other {травмированным}}",
    "which.painful": "{gender, select, f {больной} other {больным}}",
    "which.weaker": "{gender, select, f {более слабой} other {более слабым}}",
    "which.stronger": "{gender, select, f {более сильной} other {более сильным}}",
    "which.stiffer": "{gender, select, f {менее подвижной} other {менее подвижным}}",
    "part.side": "стороной",
    "part.leg": "ногой",
    "part.arm": "рукой",
    "part.hand": "кистью",
    "part.foot": "стопой",
    "part.hip": "тазобедренным суставом",
    "part.knee": "коленом",
    "part.ankle": "голеностопом",
    "part.shoulder": "плечом",
    "part.elbow": "локтем",
    "part.wrist": "запястьем",
    "gender.side": "f",
    "gender.leg": "f",
    "gender.arm": "f",
    "gender.hand": "f",
    "gender.foot": "f",
    "gender.hip": "m",
    "gender.knee": "n",
    "gender.ankle": "n",
    "gender.shoulder": "n",
    "gender.elbow": "n",
    "gender.wrist": "n",
    "pause": "пауза на {time}",
    "pause.where": "пауза на {time} {where}",
    "tempo": "{down} вниз, {up} вверх",
    "tempo.held": "{down} вниз, держите {hold}, {up} вверх",
    "rest": "отдыхайте {time}",
    "rest.sets": "отдыхайте {time} между подходами",
    "load": "с чем: {words}",
    "intensity": "усилие: {words}",
    "limit": "предел: {words}",
    "pace": "темп: {words}",
    "intensity.suffix": " усилия",
    "per_day": (
        "{count, plural, one {{amount} раз в день} few {{amount} раза в день} many {{amount} раз в"
        " день} other {{amount} раза в день}}"
    ),
    "per_day.range": (
        "{form, select, most {до {high} {count, plural, one {раза} other {раз}}} other {{amount}"
        " {count, plural, one {раз} few {раза} many {раз} other {раза}}}} в день"
    ),
    "clock": "{time}",
    "time.clock": "в {clock}",
    "time.morning": "утром",
    "time.noon": "в полдень",
    "time.midday": "в полдень",
    "time.lunchtime": "в обед",
    "time.afternoon": "днём",
    "time.evening": "вечером",
    "time.bedtime": "перед сном",
    "time.night": "ночью",
    "time.midnight": "в полночь",
    "time.breakfast": "за завтраком",
    "time.lunch": "за обедом",
    "time.dinner": "за ужином",
    "time.supper": "за ужином",
    "every_days": (
        "{days, plural, =1 {каждый день} =2 {через день} one {каждый # день} few {каждые # дня}"
        " many {каждые # дней} other {каждые # дня}}"
    ),
    "every_hours": (
        "{count, plural, =1 {каждый час} one {каждый {amount} час} few {каждые {amount} часа} many"
        " {каждые {amount} часов} other {каждые {amount} часа}}"
    ),
    "while_awake": "{often}, пока вы не спите",
    "as_needed": "по мере необходимости",
    "days_a_week": (
        "{form, select, most {до {high} {count, plural, one {дня} other {дней}}} other {{amount}"
        " {count, plural, one {день} few {дня} many {дней} other {дня}}}} в неделю"
    ),
    "weeks": (
        "{form, select, most {до {high} {count, plural, one {недели} other {недель}}} other"
        " {{count, plural, one {{amount} неделю} few {{amount} недели} many {{amount} недель} other"
        " {{amount} недели}}}}"
    ),
    "phase.week": "{count, plural, one {Неделя {numbers}} other {Недели {numbers}}}",
    "phase.week.on": "С недели {number}",
    "phase.day": "{count, plural, one {День {numbers}} other {Дни {numbers}}}",
    "phase.day.on": "С дня {number}",
    "phase.heading": "{phase}: {heading}",
    "dose.next": "{before}\u00a0· {after}",
    "session.short": "Меньше 5 минут",
    "session.about": "Примерно {amount} минут",
    "session": (
        "{length} {scope, select, session {на одно занятие} other {на все упражнения"
        " вместе}}{uncounted, plural, =0 {} one {, не считая номера {numbers}} other {, не считая"
        " номеров {numbers}}}."
    ),
}
