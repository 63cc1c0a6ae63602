"""Arabic; times are in the genitive case, which serves as an adverb too."""

from typing import Final

STATUS: Final = "machine"

MESSAGES: Final = {
    "target_areas": "المواضع المستهدفة",
    "level": "المستوى",
    "equipment": "ما تحتاج إليه",
    "position": "الوضعية",
    "start": "البداية",
    "dosage": "المقدار",
    "why": "الفائدة",
    "mistakes": "تجنَّب",
    "easier": "أسهل",
    "harder": "أصعب",
    "cautions": "انتبه",
    "video": "فيديو",
    "visit.patient": "الاسم",
    "visit.birth_date": "تاريخ الميلاد",
    "visit.record": "رقم الملف",
    "visit.date": "التاريخ",
    "visit.next_visit": "الموعد القادم",
    "visit.clinician": "المعالج",
    "goals": "أهدافي",
    "stop": "توقف واتصل بنا إذا ظهر لديك",
    "stop.if": "توقف واتصل بنا إذا",
    "tip": "نصيحة",
    "summary": "باختصار",
    "author": "عن الكاتب",
    "glance": "برنامجك في لمحة",
    "glance.name": "التمرين",
    "glance.dose": "المقدار",
    "glance.days": "الوقت",
    "glance.named_dose": "{name}: {phrase}",
    "glance.next": "{before}؛ {after}",
    "glance.first_phase": "{first}؛ ثم انظر التمرين",
    "glance.doses": (
        "{count, plural, one {مقدار واحد} two {مقداران} few {# مقادير} other {# مقدارًا}}: انظر"
        " التمرين"
    ),
    "glance.days_differ": "انظر التمرين",
    "log": "سجلّك",
    "log.week": "الأسبوع {number}",
    "log.day": "اليوم {number}",
    "log.done": "تمّ",
    "log.pain": "الألم، من 0 إلى 10",
    "log.effort": "الجهد، من 0 إلى 10",
    "log.notes": "ملاحظات",
    "sources": "المصادر",
    "source.licence": "الترخيص: {licence}",
    "open.sets": "المجموعات",
    "open.repetitions": "التكرار",
    "open.hold": "الثبات",
    "open.per_day": "المرات في اليوم",
    "open.days": "الأيام",
    "folio": "صفحة {page} من {pages}",
    "screen.contents": "المحتويات",
    "screen.changed": "خاص بك",
    "video_code": "رمز يفتح {address} على الهاتف",
    "level.beginner": "للمبتدئين",
    "level.intermediate": "متوسط",
    "level.advanced": "متقدم",
    "position.standing": "وقوفًا",
    "position.sitting": "جلوسًا",
    "position.supine": "استلقاءً على الظهر",
    "position.prone": "استلقاءً على البطن",
    "position.side-lying": "استلقاءً على الجنب",
    "position.kneeling": "على الركبتين",
    "position.half-kneeling": "على ركبة واحدة",
    "position.quadruped": "على اليدين والركبتين",
    "logo": "شعار {name}",
    "source.next": "{before}. {after}",
    "source.of_entries": "{names}: {source}",
    "stop.call": "رقم الاتصال",
    "stop.emergency": "اتصل فورًا بالرقم {phone} إذا ظهر لديك",
    "stop.emergency.if": "اتصل فورًا بالرقم {phone} إذا",
    "stop.ambulance": "اطلب الإسعاف فورًا إذا ظهر لديك",
    "stop.ambulance.if": "اطلب الإسعاف فورًا إذا",
    "steps.under": "الخطوات موجودة تحت الرقم {number}.",
    "steps.on_page": "الخطوات موجودة في الصفحة {page}.",
    "reviewed": "راجعه {by}",
    "translation.machine": (
        "هذه الورقة ترجمها الحاسوب ولم يراجعها أحد بعد. اسأل معالجك إذا كان هناك شيء غير واضح."
    ),
    "block.do": "افعل",
    "block.dont": "لا تفعل",
    "box.info": "من المفيد أن تعرف",
    "box.tip": "نصيحة",
    "box.caution": "انتبه",
    "box.stop": "توقف",
    "schedule": "يومك",
    "schedule.time": "الوقت",
    "schedule.do": "ماذا تفعل",
    "scale.pain.low": "لا ألم",
    "scale.pain.high": "أشد ألم",
    "scale.effort.low": "لا جهد",
    "scale.effort.high": "أقصى جهد",
    "scale.alt": "مقياس من 0، {low}، إلى 10، {high}",
    "light.green": "أخضر: استمر",
    "light.amber": "أصفر: خفف",
    "light.red": "أحمر: توقف",
    "label": "{label}:",
    "part": "{name} \u2068({part} من {parts})\u2069",
    "catalogue": "تمارين وتمديدات",
    "screen.find": "بحث",
    "screen.skip": "انتقل إلى النص",
    "screen.cover": "الغلاف",
    "screen.kept": "ما تكتبه يبقى على هذا الجهاز. امسحه إذا كان غيرك يستعمل الجهاز.",
    "screen.clear": "امسح السجل",
    "screen.clear_sure": "هل تريد مسح كل ما كتبته؟",
    "screen.blank": "يُملأ باليد",
    "screen.access": (
        "لكل صورة وصف بالكلمات. العناوين والقوائم والجداول معلَّمة بما هي عليه، والنص يتبع ترتيب"
        " القراءة."
    ),
    "number": "{number, number, ::group-off}",
    "range": "{low} إلى {high}",
    "date": "{day, date,d MMMM y}",
    "time": "{time, time,h:mm\u00a0a}",
    "date.time": "{date}، الساعة {time}",
    "weekday": "{day, date,EEEE}",
    "weekday.range": "من {first} إلى {last}",
    "weekday.short": "{day, date,EEEE}",
    "list.next": "{before}، {after}",
    "list.pair": "{before} و{after}",
    "list.last": "{before} و{after}",
    "hours": (
        "{form, select, range {{count, plural, two {ساعة إلى ساعتين} few {{amount} ساعات} other"
        " {{amount} ساعة}}} other {{count, plural, one {ساعة} two {ساعتين} few {{amount} ساعات}"
        " other {{amount} ساعة}}}}"
    ),
    "minutes": (
        "{form, select, range {{count, plural, two {دقيقة إلى دقيقتين} few {{amount} دقائق} other"
        " {{amount} دقيقة}}} other {{count, plural, one {دقيقة} two {دقيقتين} few {{amount} دقائق}"
        " other {{amount} دقيقة}}}}"
    ),
    "seconds": (
        "{form, select, range {{count, plural, two {ثانية إلى ثانيتين} few {{amount} ثوانٍ} other"
        " {{amount} ثانية}}} other {{count, plural, one {ثانية} two {ثانيتين} few {{amount} ثوانٍ}"
        " other {{amount} ثانية}}}}"
    ),
    "time.next": "{before} و{after}",
    "sets": (
        "{form, select, range {{count, plural, two {مجموعة إلى مجموعتين} few {{amount} مجموعات}"
        " other {{amount} مجموعة}}} most {{count, plural, one {حتى مجموعة واحدة} two {حتى مجموعتين}"
        " few {حتى {high} مجموعات} other {حتى {high} مجموعة}}} other {{count, plural, one {مجموعة"
        " واحدة} two {مجموعتان} few {{amount} مجموعات} other {{amount} مجموعة}}}}"
    ),
    "repetitions": (
        "{form, select, range {{count, plural, two {مرة إلى مرتين} few {{amount} مرات} other"
        " {{amount} مرة}}} most {{count, plural, one {حتى مرة واحدة} two {حتى مرتين} few {حتى"
        " {high} مرات} other {حتى {high} مرة}}} other {{count, plural, one {مرة واحدة} two {مرتان}"
        " few {{amount} مرات} other {{amount} مرة}}}}"
    ),
    "repetitions.of": "{amount} {unit}",
    "repetitions.until": "كرِّر: {until}",
    "repetitions.until_tired": "كرِّر حتى تتعب",
    "repetitions.until_form_slips": "كرِّر ما دمت تؤدي الحركة جيدًا",
    "repetitions.as_many": "العدد: {until}",
    "repetitions.as_many_as_you_can": "قدر ما تستطيع",
    "repetitions.as_many_without_pain": "قدر ما تستطيع من دون ألم",
    "unit.steps": (
        "{form, select, range {{count, plural, two {خطوة إلى خطوتين} few {{amount} خطوات} other"
        " {{amount} خطوة}}} most {{count, plural, one {حتى خطوة واحدة} two {حتى خطوتين} few {حتى"
        " {high} خطوات} other {حتى {high} خطوة}}} other {{count, plural, one {خطوة واحدة} two"
        " {خطوتان} few {{amount} خطوات} other {{amount} خطوة}}}}"
    ),
    "unit.breaths": (
        "{form, select, range {{count, plural, two {نَفَس إلى نَفَسين} few {{amount} أنفاس} many"
        " {{amount} نَفَسًا} other {{amount} نَفَس}}} most {{count, plural, one {حتى نَفَس واحد}"
        " two {حتى نَفَسين} few {حتى {high} أنفاس} many {حتى {high} نَفَسًا} other {حتى {high}"
        " نَفَس}}} other {{count, plural, one {نَفَس واحد} two {نَفَسان} few {{amount} أنفاس} many"
        " {{amount} نَفَسًا} other {{amount} نَفَس}}}}"
    ),
    "unit.times": (
        "{form, select, range {{count, plural, two {مرة إلى مرتين} few {{amount} مرات} other"
        " {{amount} مرة}}} most {{count, plural, one {حتى مرة واحدة} two {حتى مرتين} few {حتى"
        " {high} مرات} other {حتى {high} مرة}}} other {{count, plural, one {مرة واحدة} two {مرتان}"
        " few {{amount} مرات} other {{amount} مرة}}}}"
    ),
    "unit.circles": (
        "{form, select, range {{count, plural, two {دائرة إلى دائرتين} few {{amount} دوائر} other"
        " {{amount} دائرة}}} most {{count, plural, one {حتى دائرة واحدة} two {حتى دائرتين} few {حتى"
        " {high} دوائر} other {حتى {high} دائرة}}} other {{count, plural, one {دائرة واحدة} two"
        " {دائرتان} few {{amount} دوائر} other {{amount} دائرة}}}}"
    ),
    "unit.squeezes": (
        "{form, select, range {{count, plural, two {ضغطة إلى ضغطتين} few {{amount} ضغطات} other"
        " {{amount} ضغطة}}} most {{count, plural, one {حتى ضغطة واحدة} two {حتى ضغطتين} few {حتى"
        " {high} ضغطات} other {حتى {high} ضغطة}}} other {{count, plural, one {ضغطة واحدة} two"
        " {ضغطتان} few {{amount} ضغطات} other {{amount} ضغطة}}}}"
    ),
    "unit.laps": (
        "{form, select, range {{count, plural, two {دورة إلى دورتين} few {{amount} دورات} other"
        " {{amount} دورة}}} most {{count, plural, one {حتى دورة واحدة} two {حتى دورتين} few {حتى"
        " {high} دورات} other {حتى {high} دورة}}} other {{count, plural, one {دورة واحدة} two"
        " {دورتان} few {{amount} دورات} other {{amount} دورة}}}}"
    ),
    "unit.lengths": (
        "{form, select, range {{count, plural, two {طول إلى طولين} few {{amount} أطوال} many"
        " {{amount} طولًا} other {{amount} طول}}} most {{count, plural, one {حتى طول واحد} two {حتى"
        " طولين} few {حتى {high} أطوال} many {حتى {high} طولًا} other {حتى {high} طول}}} other"
        " {{count, plural, one {طول واحد} two {طولان} few {{amount} أطوال} many {{amount} طولًا}"
        " other {{amount} طول}}}}"
    ),
    "unit.blocks": (
        "{form, select, range {{count, plural, two {مربع سكني إلى مربعين سكنيين} few {{amount}"
        " مربعات سكنية} many {{amount} مربعًا سكنيًا} other {{amount} مربع سكني}}} most {{count,"
        " plural, one {حتى مربع سكني واحد} two {حتى مربعين سكنيين} few {حتى {high} مربعات سكنية}"
        " many {حتى {high} مربعًا سكنيًا} other {حتى {high} مربع سكني}}} other {{count, plural, one"
        " {مربع سكني واحد} two {مربعان سكنيان} few {{amount} مربعات سكنية} many {{amount} مربعًا"
        " سكنيًا} other {{amount} مربع سكني}}}}"
    ),
    "unit.yards": (
        "{form, select, range {{count, plural, two {ياردة إلى ياردتين} few {{amount} ياردات} other"
        " {{amount} ياردة}}} most {{count, plural, one {حتى ياردة واحدة} two {حتى ياردتين} few {حتى"
        " {high} ياردات} other {حتى {high} ياردة}}} other {{count, plural, one {ياردة واحدة} two"
        " {ياردتان} few {{amount} ياردات} other {{amount} ياردة}}}}"
    ),
    "unit.feet": (
        "{form, select, range {{count, plural, two {قدم إلى قدمين} few {{amount} أقدام} other"
        " {{amount} قدمًا}}} most {{count, plural, one {حتى قدم واحدة} two {حتى قدمين} few {حتى"
        " {high} أقدام} other {حتى {high} قدمًا}}} other {{count, plural, one {قدم واحدة} two"
        " {قدمان} few {{amount} أقدام} other {{amount} قدمًا}}}}"
    ),
    "unit.miles": (
        "{form, select, range {{count, plural, two {ميل إلى ميلين} few {{amount} أميال} many"
        " {{amount} ميلًا} other {{amount} ميل}}} most {{count, plural, one {حتى ميل واحد} two {حتى"
        " ميلين} few {حتى {high} أميال} many {حتى {high} ميلًا} other {حتى {high} ميل}}} other"
        " {{count, plural, one {ميل واحد} two {ميلان} few {{amount} أميال} many {{amount} ميلًا}"
        " other {{amount} ميل}}}}"
    ),
    "at_most": "حتى {amount}",
    "time.at_most": "مدة لا تزيد على {time}",
    "distance.m": (
        "{form, select, range {{count, plural, two {متر إلى مترين} few {{amount} أمتار} many"
        " {{amount} مترًا} other {{amount} متر}}} most {{count, plural, one {حتى متر واحد} two {حتى"
        " مترين} few {حتى {high} أمتار} many {حتى {high} مترًا} other {حتى {high} متر}}} other"
        " {{count, plural, one {متر واحد} two {متران} few {{amount} أمتار} many {{amount} مترًا}"
        " other {{amount} متر}}}}"
    ),
    "distance.km": (
        "{form, select, range {{count, plural, two {كيلومتر إلى كيلومترين} few {{amount}"
        " كيلومترات} many {{amount} كيلومترًا} other {{amount} كيلومتر}}} most {{count, plural, one"
        " {حتى كيلومتر واحد} two {حتى كيلومترين} few {حتى {high} كيلومترات} many {حتى {high}"
        " كيلومترًا} other {حتى {high} كيلومتر}}} other {{count, plural, one {كيلومتر واحد} two"
        " {كيلومتران} few {{amount} كيلومترات} many {{amount} كيلومترًا} other {{amount} كيلومتر}}}}"
    ),
    "hold": "الثبات: {time}",
    "hold.breaths": (
        "الثبات: {form, select, range {{count, plural, two {نَفَس إلى نَفَسين} few {{amount}"
        " أنفاس} many {{amount} نَفَسًا} other {{amount} نَفَس}}} most {{count, plural, one {حتى"
        " نَفَس واحد} two {حتى نَفَسين} few {حتى {high} أنفاس} many {حتى {high} نَفَسًا} other {حتى"
        " {high} نَفَس}}} other {{count, plural, one {نَفَس واحد} two {نَفَسان} few {{amount}"
        " أنفاس} many {{amount} نَفَسًا} other {{amount} نَفَس}}}}"
    ),
    "with_side": "{phrase} {side}",
    "side.each_side": "لكل جانب",
    "side.each": "بكل {part}",
    "side.each_direction": "في كل اتجاه",
    "side.alternating": "بالتناوب بين الجانبين",
    "side.one": "في الجانب {which}",
    "side.limb": "بال{part} {which}",
    "side.both": "بالجانبين معًا",
    "side.left_then_right": "في الجانب الأيسر أولًا ثم الأيمن",
    "side.right_then_left": "في الجانب الأيمن أولًا ثم الأيسر",
    "which.left": "{gender, select, f {اليسرى} other {الأيسر}}",
    "which.right": "{gender, select, f {اليمنى} other {الأيمن}}",
    "which.operated": (
        "{gender, select, f {التي أُجريت لها العملية} other {الذي أُجريت له العملية}}"
    ),
    "which.affected": "{gender, select, f {المتأثرة} other {المتأثر}}",
    "which.unaffected": "{gender, select, f {السليمة} other {السليم}}",
    "which.injured": "{gender, select, f {المصابة} other {المصاب}}",
    "which.painful": "{gender, select, f {المؤلمة} other {المؤلم}}",
    "which.weaker": "{gender, select, f {الأضعف} other {الأضعف}}",
    "which.stronger": "{gender, select, f {الأقوى} other {الأقوى}}",
    "which.stiffer": "{gender, select, f {الأكثر تيبّسًا} other {الأكثر تيبّسًا}}",
    "part.side": "جانب",
    "part.leg": "ساق",
    "part.arm": "ذراع",
    "part.hand": "يد",
    "part.foot": "قدم",
    "part.hip": "ورك",
    "part.knee": "ركبة",
    "part.ankle": "كاحل",
    "part.shoulder": "كتف",
    "part.elbow": "مرفق",
    "part.wrist": "رسغ",
    "gender.side": "m",
    "gender.leg": "f",
    "gender.arm": "f",
    "gender.hand": "f",
    "gender.foot": "f",
    "gender.hip": "f",
    "gender.knee": "f",
    "gender.ankle": "m",
    "gender.shoulder": "f",
    "gender.elbow": "m",
    "gender.wrist": "m",
    "pause": "توقف قصير: {time}",
    "pause.where": "توقف قصير: {time} {where}",
    "tempo": "{down} نزولًا، {up} صعودًا",
    "tempo.held": "{down} نزولًا، ثبات {hold}، {up} صعودًا",
    "rest": "الراحة: {time}",
    "rest.sets": "الراحة بين المجموعات: {time}",
    "load": "باستعمال: {words}",
    "intensity": "الجهد: {words}",
    "limit": "الحد: {words}",
    "pace": "السرعة: {words}",
    "intensity.suffix": " من الجهد",
    "per_day": (
        "{count, plural, one {مرة واحدة في اليوم} two {مرتان في اليوم} few {{amount} مرات في"
        " اليوم} other {{amount} مرة في اليوم}}"
    ),
    "per_day.range": (
        "{form, select, range {{count, plural, two {مرة إلى مرتين} few {{amount} مرات} other"
        " {{amount} مرة}}} most {{count, plural, one {حتى مرة واحدة} two {حتى مرتين} few {حتى"
        " {high} مرات} other {حتى {high} مرة}}} other {{count, plural, one {مرة واحدة} two {مرتان}"
        " few {{amount} مرات} other {{amount} مرة}}}} في اليوم"
    ),
    "clock": "{time}",
    "time.clock": "الساعة {clock}",
    "time.morning": "في الصباح",
    "time.noon": "عند الظهر",
    "time.midday": "عند الظهر",
    "time.lunchtime": "وقت الغداء",
    "time.afternoon": "بعد الظهر",
    "time.evening": "في المساء",
    "time.bedtime": "عند النوم",
    "time.night": "في الليل",
    "time.midnight": "عند منتصف الليل",
    "time.breakfast": "مع الفطور",
    "time.lunch": "مع الغداء",
    "time.dinner": "مع العشاء",
    "time.supper": "مع العشاء",
    "every_days": (
        "{days, plural, one {كل يوم} two {يومًا بعد يوم} few {كل # أيام} many {كل # يومًا} other"
        " {كل # يوم}}"
    ),
    "every_hours": (
        "كل {form, select, range {{count, plural, two {ساعة إلى ساعتين} few {{amount} ساعات} other"
        " {{amount} ساعة}}} other {{count, plural, one {ساعة} two {ساعتين} few {{amount} ساعات}"
        " other {{amount} ساعة}}}}"
    ),
    "while_awake": "{often} ما دمت مستيقظًا",
    "as_needed": "عند الحاجة",
    "days_a_week": (
        "{form, select, range {{count, plural, two {يوم إلى يومين} few {{amount} أيام} many"
        " {{amount} يومًا} other {{amount} يوم}}} most {{count, plural, one {حتى يوم واحد} two {حتى"
        " يومين} few {حتى {high} أيام} many {حتى {high} يومًا} other {حتى {high} يوم}}} other"
        " {{count, plural, one {يوم واحد} two {يومان} few {{amount} أيام} many {{amount} يومًا}"
        " other {{amount} يوم}}}} في الأسبوع"
    ),
    "weeks": (
        "المدة: {form, select, range {{count, plural, two {أسبوع إلى أسبوعين} few {{amount}"
        " أسابيع} many {{amount} أسبوعًا} other {{amount} أسبوع}}} most {{count, plural, one {حتى"
        " أسبوع واحد} two {حتى أسبوعين} few {حتى {high} أسابيع} many {حتى {high} أسبوعًا} other"
        " {حتى {high} أسبوع}}} other {{count, plural, one {أسبوع واحد} two {أسبوعان} few {{amount}"
        " أسابيع} many {{amount} أسبوعًا} other {{amount} أسبوع}}}}"
    ),
    "phase.week": (
        "{count, plural, one {الأسبوع {numbers}} two {الأسبوعان {numbers}} other {الأسابيع"
        " {numbers}}}"
    ),
    "phase.week.on": "من الأسبوع {number} فصاعدًا",
    "phase.day": (
        "{count, plural, one {اليوم {numbers}} two {اليومان {numbers}} other {الأيام {numbers}}}"
    ),
    "phase.day.on": "من اليوم {number} فصاعدًا",
    "phase.heading": "{phase}: {heading}",
    "dose.next": "{before}\u00a0· {after}",
    "session.short": "أقل من 5 دقائق",
    "session.about": "حوالي {amount} {count, plural, few {دقائق} other {دقيقة}}",
    "session": (
        "{length} {scope, select, session {لكل جلسة} other {لكل التمارين معًا}}{uncounted, plural,"
        " =0 {} one {، من دون الرقم {numbers}} other {، من دون الأرقام {numbers}}}."
    ),
}
