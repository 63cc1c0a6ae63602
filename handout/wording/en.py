"""English, as in Britain and most of the world; every other catalogue falls back to it."""

from typing import Final

MESSAGES: Final = {
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
    # Headings and labels around the entries.
    "visit.patient": "For",
    "visit.date": "Date",
    "visit.next_visit": "Next visit",
    "visit.clinician": "Your clinician",
    "logo": "Logo of {name}",
    "stop": "Stop and call us if you have",
    "tip": "Tip",
    "summary": "In short",
    "author": "About the author",
    "glance": "Your programme at a glance",
    "glance.name": "Exercise",
    "glance.dose": "How much",
    "glance.days": "Days",
    "log": "Your log",
    "log.week": "Week {number}",
    "log.day": "Day {number}",
    "log.notes": "Notes",
    "sources": "Sources",
    "source.licence": "Licence: {licence}",
    # A part of a source goes on after the ones before it, which may end as a sentence does.
    "source.next": "{before}. {after}",
    "source.next_sentence": "{before} {after}",
    "source.of_entries": "{names}: {source}",
    # A label before its text.
    "label": "{label}:",
    # The edge of a page of paper.
    "folio": "Page {page} of {pages}",
    # The name of something that is divided between cards.
    "part": "{name} ({part} of {parts})",
    # Words that a screen has around the text.
    "screen.skip": "Skip to the text",
    "screen.contents": "Contents",
    "screen.cover": "Cover",
    "screen.kept": "What you fill in stays on this device. Clear it if others use the device too.",
    "screen.clear": "Clear the log",
    "screen.clear_sure": "Clear all ticks and notes?",
    "screen.blank": "to fill in by hand",
    "screen.changed": "For you",
    "screen.access": (
        "Every picture is described in words. Headings, lists and tables are marked as what they"
        " are, and the text follows the order in which it is read."
    ),
    # Numbers, dates and lists. A pattern of a date begins right after its comma.
    "number": "{number, number, ::group-off}",
    "range": "{low} to {high}",
    "date": "{day, date,d MMMM y}",
    "weekday": "{day, date,EEEE}",
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
    "hold": "hold {time}",
    "with_side": "{phrase} {side}",
    "side.each_side": "on each side",
    "side.each_leg": "with each leg",
    "side.each_arm": "with each arm",
    "side.each_hand": "with each hand",
    "side.each_foot": "with each foot",
    "side.each_direction": "in each direction",
    "side.alternating": "changing sides each time",
    "side.left": "on the left side",
    "side.right": "on the right side",
    "side.both": "both sides together",
    "pause": "pause {time}",
    "pause.where": "pause {time} {where}",
    "tempo": "{down} down, {up} up",
    "tempo.held": "{down} down, hold {hold}, {up} up",
    "rest": "rest {time}",
    "rest.sets": "rest {time} between sets",
    "load": "use: {load}",
    "intensity": "effort: {intensity}",
    # Left out at the end of an intensity, because the message says it.
    "intensity.suffix": " effort",
    "per_day": ("{count, plural, =1 {once a day} =2 {twice a day} other {{amount} times a day}}"),
    "per_day.range": "{amount} times a day",
    "every_days": "{days, plural, =1 {every day} other {every other day}}",
    "days_a_week": "{count, plural, one {{amount} day a week} other {{amount} days a week}}",
    "weeks": "{count, plural, one {for {amount} week} other {for {amount} weeks}}",
    # No line begins with a point.
    "dose.next": "{before}\u00a0· {after}",
    # Left open for handwriting where there is no dosage.
    "open.sets": "Sets",
    "open.repetitions": "Repetitions",
    "open.hold": "Hold",
    "open.per_day": "Times a day",
    "open.days": "Days",
    # How long a session takes.
    "session.short": "Less than 5 minutes",
    "session.about": "About {amount} minutes",
    "session": (
        "{length} {scope, select, session {a session} other {for all exercises together}}"
        "{uncounted, plural, =0 {} one {, without number {numbers}}"
        " other {, without numbers {numbers}}}."
    ),
}
