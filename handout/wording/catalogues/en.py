"""English, as in Britain and most of the world.

Arguments that English does not need but other languages may:

- `form` beside a count is `exact`, `range` or `most` (as in 'up to 3'), and `high` its larger end,
  because a language may have other plurals after a preposition.
- `gender` is what the message `gender.…` of a part of the body says: any word of the catalogue's
  own that selects the right form of the words beside that part.
- `time` is a time by the clock in the form of the language, instead of the one as `written`, and
  `hour` is its hour (0 to 23).
- `gap` is the space between an amount and what is counted, which is empty between Chinese words.
- `of` of a range is `number`, or `time` if its ends are words with spaces: '1 minute 30 seconds'.
- `day_of_month` of a date, for a language that says 'the 1st' but 'the 2'.
- `month` (1 to 12) of a date and `number` (1 is Monday) of a weekday, for a language whose names
  ICU does not know.
"""

from typing import Final

from handout.wording.catalogues import NO_GENDERS

STATUS: Final = "original"

LABELS: Final = {
    # Labels of an entry's parts.
    "target_areas": "Target areas",
    "level": "Level",
    "equipment": "You need",
    "position": "Position",
    "start": "Start",
    "dosage": "How much",
    "why": "Why",
    "mistakes": "Avoid",
    "easier": "Easier",
    "harder": "Harder",
    "cautions": "Take care",
    "video": "Video",
    # Headings and labels around the entries.
    "visit.patient": "For",
    "visit.birth_date": "Date of birth",
    "visit.record": "Record number",
    "visit.date": "Date",
    "visit.next_visit": "Next visit",
    "visit.clinician": "Your clinician",
    "goals": "My goals",
    "stop": "Stop and call us if you have",
    # The same before whole sentences.
    "stop.if": "Stop and call us if",
    "tip": "Tip",
    "summary": "In short",
    "author": "About the author",
    "glance": "Your programme at a glance",
    "glance.name": "Exercise",
    "glance.dose": "How much",
    "glance.days": "When",
    # An entry with several doses.
    "glance.named_dose": "{name}: {phrase}",
    "glance.next": "{before}; {after}",
    "glance.first_phase": "{first}; then see the exercise",
    "glance.doses": "{count} doses: see the exercise",
    "glance.days_differ": "see the exercise",
    "log": "Your log",
    "log.week": "Week {number}",
    "log.day": "Day {number}",
    "log.done": "Done",
    "log.pain": "Pain, 0 to 10",
    "log.effort": "Effort, 0 to 10",
    "log.notes": "Notes",
    "sources": "Sources",
    "source.licence": "Licence: {licence}",
    # Left open for handwriting where there is no dosage.
    "open.sets": "Sets",
    "open.repetitions": "Repetitions",
    "open.hold": "Hold",
    "open.per_day": "Times a day",
    "open.days": "Days",
    # The edge of a page of paper.
    "folio": "Page {page} of {pages}",
    "screen.contents": "Contents",
    "screen.changed": "For you",
}
"""Headings and labels on the page, which a clinic may word in its own way."""

MESSAGES: Final = {
    **LABELS,
    "video_code": "A code that opens {address} on a phone",
    "level.beginner": "beginner",
    "level.intermediate": "some practice",
    "level.advanced": "advanced",
    "position.standing": "standing",
    "position.sitting": "sitting",
    "position.supine": "lying on your back",
    "position.prone": "lying on your front",
    "position.side-lying": "lying on your side",
    "position.kneeling": "kneeling",
    "position.half-kneeling": "kneeling on one knee",
    "position.quadruped": "on hands and knees",
    "logo": "Logo of {name}",
    # A part of a source goes on after the ones before it.
    "source.next": "{before}. {after}",
    "source.of_entries": "{names}: {source}",
    # Signs to stop, and whom to call.
    "stop.call": "Call",
    "stop.emergency": "Call {phone} now if you have",
    "stop.emergency.if": "Call {phone} now if",
    "stop.ambulance": "Call an ambulance now if you have",
    "stop.ambulance.if": "Call an ambulance now if",
    # An entry that an earlier phase explains.
    "steps.under": "The steps are under number {number}.",
    "steps.on_page": "The steps are on page {page}.",
    "reviewed": "Reviewed by {by}",
    "translation.machine": (
        "This sheet was translated by a computer, and nobody has checked it yet."
        " Ask your clinician if something is not clear."
    ),
    # Blocks.
    "block.do": "Do",
    "block.dont": "Do not",
    "box.info": "Good to know",
    "box.tip": "Tip",
    "box.caution": "Take care",
    "box.stop": "Stop",
    "schedule": "Your day",
    "schedule.time": "Time",
    "schedule.do": "What to do",
    "scale.pain.low": "no pain",
    "scale.pain.high": "worst pain",
    "scale.effort.low": "no effort",
    "scale.effort.high": "all you can",
    "scale.alt": "A scale from 0, {low}, to 10, {high}",
    "light.green": "Green: go on",
    "light.amber": "Amber: do less",
    "light.red": "Red: stop",
    # A label before its text.
    "label": "{label}:",
    # The name of something that is divided between cards.
    # The part keeps its order after a name that is written from right to left (UAX #9, 2.4).
    "part": "{name} \u2068({part} of {parts})\u2069",
    # The title of the catalogue of entries.
    "catalogue": "Exercises and stretches",
    # Words that a screen has around the text.
    "screen.find": "Find",
    "screen.skip": "Skip to the text",
    "screen.cover": "Cover",
    "screen.kept": "What you fill in stays on this device. Clear it if others use the device too.",
    "screen.clear": "Clear the log",
    "screen.clear_sure": "Clear all that you filled in?",
    "screen.blank": "to fill in by hand",
    "screen.access": (
        "Every picture is described in words. Headings, lists and tables are marked as what they"
        " are, and the text follows the order in which it is read."
    ),
    # Numbers, dates and lists. A pattern of a date begins right after its comma.
    "number": "{number, number, ::group-off}",
    "range": "{low} to {high}",
    "date": "{day, date,d MMMM y}",
    # The letter that the language has for the half of the day, completed to 'am' and 'pm'.
    "time": "{time, time,h:mm\u00a0aaaaa'm'}",
    "date.time": "{date} at {time}",
    "weekday": "{day, date,EEEE}",
    "weekday.range": "{first} to {last}",
    "weekday.short": "{day, date,EEE}",
    "list.next": "{before}, {after}",
    "list.pair": "{before} and {after}",
    "list.last": "{before} and {after}",
    # Time, in the unit that needs no arithmetic. A plural follows the higher end of a range.
    "hours": "{count, plural, one {{amount} hour} other {{amount} hours}}",
    "minutes": "{count, plural, one {{amount} minute} other {{amount} minutes}}",
    "seconds": "{count, plural, one {{amount} second} other {{amount} seconds}}",
    "time.next": "{before} {after}",
    # A dosage in phrases.
    "sets": "{count, plural, one {{amount} set} other {{amount} sets}}",
    "repetitions": "{count, plural, one {{amount} repetition} other {{amount} repetitions}}",
    "repetitions.of": "{amount} {unit}",
    "repetitions.until": "repeat {until}",
    "repetitions.until_tired": "repeat {until}",
    "repetitions.until_form_slips": "repeat {until}",
    "repetitions.as_many": "do {until}",
    "repetitions.as_many_as_you_can": "do {until}",
    "repetitions.as_many_without_pain": "do {until}",
    # Words that are counted: English says them as they are written.
    "unit.steps": "{amount} {unit}",
    "unit.breaths": "{amount} {unit}",
    "unit.times": "{amount} {unit}",
    "unit.circles": "{amount} {unit}",
    "unit.squeezes": "{amount} {unit}",
    "unit.laps": "{amount} {unit}",
    "unit.lengths": "{amount} {unit}",
    "unit.blocks": "{amount} {unit}",
    "unit.yards": "{amount} {unit}",
    "unit.feet": "{amount} {unit}",
    "unit.miles": "{amount} {unit}",
    "at_most": "up to {amount}",
    "time.at_most": "for up to {time}",
    "distance.m": "{count, plural, one {{amount} metre} other {{amount} metres}}",
    "distance.km": "{count, plural, one {{amount} kilometre} other {{amount} kilometres}}",
    "hold": "hold {time}",
    "hold.breaths": "hold for {count, plural, one {{amount} breath} other {{amount} breaths}}",
    "with_side": "{phrase} {side}",
    "side.each_side": "on each side",
    "side.each": "with each {part}",
    "side.each_direction": "in each direction",
    "side.alternating": "changing sides each time",
    "side.one": "on the {which} side",
    "side.limb": "with the {which} {part}",
    "side.both": "both sides together",
    "side.left_then_right": "on the left side, then on the right",
    "side.right_then_left": "on the right side, then on the left",
    "which.left": "left",
    "which.right": "right",
    "which.operated": "operated",
    "which.affected": "affected",
    "which.unaffected": "unaffected",
    "which.injured": "injured",
    "which.painful": "painful",
    "which.weaker": "weaker",
    "which.stronger": "stronger",
    "which.stiffer": "stiffer",
    "part.side": "side",
    "part.leg": "leg",
    "part.arm": "arm",
    "part.hand": "hand",
    "part.foot": "foot",
    "part.hip": "hip",
    "part.knee": "knee",
    "part.ankle": "ankle",
    "part.shoulder": "shoulder",
    "part.elbow": "elbow",
    "part.wrist": "wrist",
    **NO_GENDERS,
    "pause": "pause {time}",
    "pause.where": "pause {time} {where}",
    "tempo": "{down} down, {up} up",
    "tempo.held": "{down} down, hold {hold}, {up} up",
    "rest": "rest {time}",
    "rest.sets": "rest {time} between sets",
    "load": "use: {words}",
    "intensity": "effort: {words}",
    "limit": "limit: {words}",
    "pace": "pace: {words}",
    # Left out at the end of the words, because the message says it.
    "intensity.suffix": " effort",
    "per_day": ("{count, plural, =1 {once a day} =2 {twice a day} other {{amount} times a day}}"),
    "per_day.range": "{count, plural, one {{amount} time a day} other {{amount} times a day}}",
    "clock": "{written}",
    "time.clock": "at {clock}",
    "time.morning": "in the morning",
    "time.noon": "at noon",
    "time.midday": "at midday",
    "time.lunchtime": "at lunchtime",
    "time.afternoon": "in the afternoon",
    "time.evening": "in the evening",
    "time.bedtime": "at bedtime",
    "time.night": "at night",
    "time.midnight": "at midnight",
    "time.breakfast": "at breakfast",
    "time.lunch": "at lunch",
    "time.dinner": "at dinner",
    "time.supper": "at supper",
    "every_days": "{days, plural, =1 {every day} =2 {every other day} other {every # days}}",
    "every_hours": "{count, plural, =1 {every hour} other {every {amount} hours}}",
    "while_awake": "{often} while you are awake",
    "as_needed": "as needed",
    "days_a_week": "{count, plural, one {{amount} day a week} other {{amount} days a week}}",
    "weeks": "{count, plural, one {for {amount} week} other {for {amount} weeks}}",
    # The phases of a programme.
    "phase.week": "{count, plural, one {Week {numbers}} other {Weeks {numbers}}}",
    "phase.week.on": "From week {number}",
    "phase.day": "{count, plural, one {Day {numbers}} other {Days {numbers}}}",
    "phase.day.on": "From day {number}",
    "phase.heading": "{phase}: {heading}",
    # No line begins with a point.
    "dose.next": "{before}\u00a0· {after}",
    # How long a session takes.
    "session.short": "Less than 5 minutes",
    "session.about": "About {amount} minutes",
    "session": (
        "{length} {scope, select, session {a session} other {for all exercises together}}"
        "{uncounted, plural, =0 {} one {, without number {numbers}}"
        " other {, without numbers {numbers}}}."
    ),
}
