"""Polish; what to do is in the infinitive, which is polite and has no gender."""

from typing import Final

STATUS: Final = "machine"

MESSAGES: Final = {
    "target_areas": "Partie ciała",
    "level": "Poziom",
    "equipment": "Potrzebne",
    "position": "Pozycja",
    "start": "Początek",
    "dosage": "Ile",
    "why": "Cel",
    "mistakes": "Unikać",
    "easier": "Łatwiej",
    "harder": "Trudniej",
    "cautions": "Uwaga",
    "video": "Film",
    "visit.patient": "Imię i nazwisko",
    "visit.birth_date": "Data urodzenia",
    "visit.record": "Numer kartoteki",
    "visit.date": "Data",
    "visit.next_visit": "Następna wizyta",
    "visit.clinician": "Prowadzi",
    "goals": "Moje cele",
    "stop": "Proszę przerwać i zadzwonić do nas, jeśli wystąpi",
    "stop.if": "Proszę przerwać i zadzwonić do nas, jeśli",
    "tip": "Wskazówka",
    "summary": "W skrócie",
    "author": "Kto napisał tę ulotkę",
    "glance": "Przegląd programu ćwiczeń",
    "glance.name": "Ćwiczenie",
    "glance.dose": "Ile",
    "glance.days": "Kiedy",
    "glance.named_dose": "{name}: {phrase}",
    "glance.next": "{before}; {after}",
    "glance.first_phase": "{first}; potem patrz ćwiczenie",
    "glance.doses": (
        "{count, plural, one {# zalecenie} few {# zalecenia} other {# zaleceń}}: patrz ćwiczenie"
    ),
    "glance.days_differ": "patrz ćwiczenie",
    "log": "Dziennik ćwiczeń",
    "log.week": "Tydzień {number}",
    "log.day": "Dzień {number}",
    "log.done": "Zrobione",
    "log.pain": "Ból, od 0 do 10",
    "log.effort": "Wysiłek, od 0 do 10",
    "log.notes": "Notatki",
    "sources": "Źródła",
    "source.licence": "Licencja: {licence}",
    "open.sets": "Serie",
    "open.repetitions": "Powtórzenia",
    "open.hold": "Przytrzymać",
    "open.per_day": "Razy dziennie",
    "open.days": "Dni",
    "folio": "Strona {page} z {pages}",
    "screen.contents": "Spis treści",
    "screen.changed": "Indywidualnie",
    "video_code": "Kod, który otwiera {address} na telefonie",
    "level.beginner": "początkujący",
    "level.intermediate": "z pewną wprawą",
    "level.advanced": "zaawansowany",
    "position.standing": "stojąca",
    "position.sitting": "siedząca",
    "position.supine": "leżąca na plecach",
    "position.prone": "leżąca na brzuchu",
    "position.side-lying": "leżąca na boku",
    "position.kneeling": "na kolanach",
    "position.half-kneeling": "na jednym kolanie",
    "position.quadruped": "na czworakach",
    "logo": "Logo: {name}",
    "source.next": "{before}. {after}",
    "source.of_entries": "{names}: {source}",
    "stop.call": "Proszę dzwonić",
    "stop.emergency": "Proszę od razu dzwonić pod {phone}, jeśli wystąpi",
    "stop.emergency.if": "Proszę od razu dzwonić pod {phone}, jeśli",
    "stop.ambulance": "Proszę od razu wezwać karetkę, jeśli wystąpi",
    "stop.ambulance.if": "Proszę od razu wezwać karetkę, jeśli",
    "steps.under": "Opis ruchu jest pod numerem {number}.",
    "steps.on_page": "Opis ruchu jest na stronie {page}.",
    "reviewed": "Sprawdzone przez: {by}",
    "translation.machine": (
        "Tę ulotkę przetłumaczył komputer i nikt jej jeszcze nie sprawdził. Jeśli coś jest"
        " niejasne, proszę zapytać terapeutę."
    ),
    "block.do": "Robić",
    "block.dont": "Nie robić",
    "box.info": "Warto wiedzieć",
    "box.tip": "Wskazówka",
    "box.caution": "Uwaga",
    "box.stop": "Przerwać",
    "schedule": "Plan dnia",
    "schedule.time": "Godzina",
    "schedule.do": "Co robić",
    "scale.pain.low": "brak bólu",
    "scale.pain.high": "najgorszy ból",
    "scale.effort.low": "brak wysiłku",
    "scale.effort.high": "największy wysiłek",
    "scale.alt": "Skala od 0 ({low}) do 10 ({high})",
    "light.green": "Zielone: ćwiczyć dalej",
    "light.amber": "Żółte: ćwiczyć mniej",
    "light.red": "Czerwone: przerwać",
    "label": "{label}:",
    "part": "{name} \u2068({part} z {parts})\u2069",
    "catalogue": "Ćwiczenia i rozciąganie",
    "screen.find": "Szukaj",
    "screen.skip": "Przejdź do tekstu",
    "screen.cover": "Okładka",
    "screen.kept": (
        "Wpisane dane zostają na tym urządzeniu. Jeśli używają go też inne osoby, proszę usunąć te"
        " dane."
    ),
    "screen.clear": "Wyczyść dziennik",
    "screen.clear_sure": "Usunąć wszystkie wpisane dane?",
    "screen.blank": "do wypełnienia ręcznie",
    "screen.access": (
        "Każdy obraz jest opisany słowami. Nagłówki, listy i tabele są odpowiednio oznaczone, a"
        " tekst ma kolejność zgodną z czytaniem."
    ),
    "number": "{number, number, ::group-off}",
    "range": "{of, select, time {{low} – {high}} other {{low}–{high}}}",
    "date": "{day, date,d MMMM y}",
    "time": "{time, time,H:mm}",
    "date.time": "{date}, godz. {time}",
    "weekday": "{day, date,EEEE}",
    "weekday.range": "{first} – {last}",
    "weekday.short": "{day, date,EEE}",
    "list.next": "{before}, {after}",
    "list.pair": "{before} i {after}",
    "list.last": "{before} i {after}",
    "hours": (
        "{form, select, most {{amount} {count, plural, one {godziny} few {godzin} many {godzin}"
        " other {godziny}}} other {{amount} {count, plural, one {godzinę} few {godziny} many"
        " {godzin} other {godziny}}}}"
    ),
    "minutes": (
        "{form, select, most {{amount} {count, plural, one {minuty} few {minut} many {minut} other"
        " {minuty}}} other {{amount} {count, plural, one {minutę} few {minuty} many {minut} other"
        " {minuty}}}}"
    ),
    "seconds": (
        "{form, select, most {{amount} {count, plural, one {sekundy} few {sekund} many {sekund}"
        " other {sekundy}}} other {{amount} {count, plural, one {sekundę} few {sekundy} many"
        " {sekund} other {sekundy}}}}"
    ),
    "time.next": "{before} {after}",
    "sets": (
        "{form, select, most {{amount} {count, plural, one {serii} few {serii} many {serii} other"
        " {serii}}} other {{amount} {count, plural, one {seria} few {serie} many {serii} other"
        " {serii}}}}"
    ),
    "repetitions": (
        "{form, select, most {{amount} {count, plural, one {powtórzenia} few {powtórzeń} many"
        " {powtórzeń} other {powtórzenia}}} other {{amount} {count, plural, one {powtórzenie} few"
        " {powtórzenia} many {powtórzeń} other {powtórzenia}}}}"
    ),
    "repetitions.of": "{amount} {unit}",
    "repetitions.until": "powtarzać: {until}",
    "repetitions.until_tired": "powtarzać do zmęczenia",
    "repetitions.until_form_slips": "powtarzać, dopóki ruch jest poprawny",
    "repetitions.as_many": "wykonać: {until}",
    "repetitions.as_many_as_you_can": "powtórzyć tyle razy, ile się da",
    "repetitions.as_many_without_pain": "powtórzyć tyle razy, ile się da bez bólu",
    "unit.steps": (
        "{form, select, most {{amount} {count, plural, one {kroku} few {kroków} many {kroków} other"
        " {kroku}}} other {{amount} {count, plural, one {krok} few {kroki} many {kroków} other"
        " {kroku}}}}"
    ),
    "unit.breaths": (
        "{form, select, most {{amount} {count, plural, one {oddechu} few {oddechów} many {oddechów}"
        " other {oddechu}}} other {{amount} {count, plural, one {oddech} few {oddechy} many"
        " {oddechów} other {oddechu}}}}"
    ),
    "unit.times": (
        "{form, select, most {{amount} {count, plural, one {razu} few {razy} many {razy} other"
        " {razu}}} other {{amount} {count, plural, one {raz} few {razy} many {razy} other {razu}}}}"
    ),
    "unit.circles": (
        "{form, select, most {{amount} {count, plural, one {kółka} few {kółek} many {kółek} other"
        " {kółka}}} other {{amount} {count, plural, one {kółko} few {kółka} many {kółek} other"
        " {kółka}}}}"
    ),
    "unit.squeezes": (
        "{form, select, most {{amount} {count, plural, one {ściśnięcia} few {ściśnięć} many"
        " {ściśnięć} other {ściśnięcia}}} other {{amount} {count, plural, one {ściśnięcie} few"
        " {ściśnięcia} many {ściśnięć} other {ściśnięcia}}}}"
    ),
    "unit.laps": (
        "{form, select, most {{amount} {count, plural, one {okrążenia} few {okrążeń} many {okrążeń}"
        " other {okrążenia}}} other {{amount} {count, plural, one {okrążenie} few {okrążenia} many"
        " {okrążeń} other {okrążenia}}}}"
    ),
    "unit.lengths": (
        "{form, select, most {{amount} {count, plural, one {długości} few {długości} many"
        " {długości} other {długości}}} other {{amount} {count, plural, one {długość} few"
        " {długości} many {długości} other {długości}}}}"
    ),
    "unit.blocks": (
        "{form, select, most {{amount} {count, plural, one {przecznicy} few {przecznic} many"
        " {przecznic} other {przecznicy}}} other {{amount} {count, plural, one {przecznica} few"
        " {przecznice} many {przecznic} other {przecznicy}}}}"
    ),
    "unit.yards": (
        "{form, select, most {{amount} {count, plural, one {jarda} few {jardów} many {jardów} other"
        " {jarda}}} other {{amount} {count, plural, one {jard} few {jardy} many {jardów} other"
        " {jarda}}}}"
    ),
    "unit.feet": (
        "{form, select, most {{amount} {count, plural, one {stopy} few {stóp} many {stóp} other"
        " {stopy}}} other {{amount} {count, plural, one {stopa} few {stopy} many {stóp} other"
        " {stopy}}}}"
    ),
    "unit.miles": (
        "{form, select, most {{amount} {count, plural, one {mili} few {mil} many {mil} other"
        " {mili}}} other {{amount} {count, plural, one {mila} few {mile} many {mil} other {mili}}}}"
    ),
    "at_most": "do {amount}",
    "time.at_most": "do {time}",
    "distance.m": (
        "{form, select, most {{amount} {count, plural, one {metra} few {metrów} many {metrów} other"
        " {metra}}} other {{amount} {count, plural, one {metr} few {metry} many {metrów} other"
        " {metra}}}}"
    ),
    "distance.km": (
        "{form, select, most {{amount} {count, plural, one {kilometra} few {kilometrów} many"
        " {kilometrów} other {kilometra}}} other {{amount} {count, plural, one {kilometr} few"
        " {kilometry} many {kilometrów} other {kilometra}}}}"
    ),
    "hold": "przytrzymać {time}",
    "hold.breaths": (
        "przytrzymać {form, select, most {{amount} {count, plural, one {oddechu} other {oddechów}}}"
        " other {przez {amount} {count, plural, one {oddech} few {oddechy} other {oddechów}}}}"
    ),
    "with_side": "{phrase} {side}",
    "side.each_side": "po każdej stronie",
    "side.each": "na {gender, select, f {każdą} n {każde} other {każdy}} {part}",
    "side.each_direction": "w każdym kierunku",
    "side.alternating": "ze zmianą strony za każdym razem",
    "side.one": "po {which} stronie",
    "side.limb": "na {which} {part}",
    "side.both": "obiema stronami jednocześnie",
    "side.left_then_right": "po lewej stronie, potem po prawej",
    "side.right_then_left": "po prawej stronie, potem po lewej",
    "which.left": "{gender, select, f {lewą} m {lewy} n {lewe} other {lewej}}",
    "which.right": "{gender, select, f {prawą} m {prawy} n {prawe} other {prawej}}",
    "which.operated": (
        "{gender, select, f {operowaną} m {operowany} n {operowane} other {operowanej}}"
    ),
    "which.affected": "{gender, select, f {chorą} m {chory} n {chore} other {chorej}}",
    "which.unaffected": "{gender, select, f {zdrową} m {zdrowy} n {zdrowe} other {zdrowej}}",
    "which.injured": (
        "{gender, select, f {kontuzjowaną} m {kontuzjowany} n {kontuzjowane} other {kontuzjowanej}}"
    ),
    "which.painful": "{gender, select, f {bolącą} m {bolący} n {bolące} other {bolącej}}",
    "which.weaker": "{gender, select, f {słabszą} m {słabszy} n {słabsze} other {słabszej}}",
    "which.stronger": (
        "{gender, select, f {silniejszą} m {silniejszy} n {silniejsze} other {silniejszej}}"
    ),
    "which.stiffer": (
        "{gender, select, f {sztywniejszą} m {sztywniejszy} n {sztywniejsze} other {sztywniejszej}}"
    ),
    "part.side": "stronie",
    "part.leg": "nogę",
    "part.arm": "rękę",
    "part.hand": "dłoń",
    "part.foot": "stopę",
    "part.hip": "biodro",
    "part.knee": "kolano",
    "part.ankle": "kostkę",
    "part.shoulder": "bark",
    "part.elbow": "łokieć",
    "part.wrist": "nadgarstek",
    "gender.side": "side",
    "gender.leg": "f",
    "gender.arm": "f",
    "gender.hand": "f",
    "gender.foot": "f",
    "gender.hip": "n",
    "gender.knee": "n",
    "gender.ankle": "f",
    "gender.shoulder": "m",
    "gender.elbow": "m",
    "gender.wrist": "m",
    "pause": "odczekać {time}",
    "pause.where": "odczekać {time} {where}",
    "tempo": "{down} w dół, {up} w górę",
    "tempo.held": "{down} w dół, przytrzymać {hold}, {up} w górę",
    "rest": "odpoczywać {time}",
    "rest.sets": "odpoczywać {time} między seriami",
    "load": "użyć: {words}",
    "intensity": "wysiłek: {words}",
    "limit": "granica: {words}",
    "pace": "tempo: {words}",
    "intensity.suffix": " wysiłek",
    "per_day": (
        "{count, plural, =1 {raz dziennie} =2 {dwa razy dziennie} other {{amount} razy dziennie}}"
    ),
    "per_day.range": (
        "{form, select, most {{amount} {count, plural, one {razu} few {razy} many {razy} other"
        " {razu}}} other {{amount} {count, plural, one {raz} few {razy} many {razy} other {razu}}}}"
        " dziennie"
    ),
    "clock": "{time}",
    "time.clock": "o\u00a0{clock}",
    "time.morning": "rano",
    "time.noon": "w południe",
    "time.midday": "w południe",
    "time.lunchtime": "w porze obiadu",
    "time.afternoon": "po południu",
    "time.evening": "wieczorem",
    "time.bedtime": "przed snem",
    "time.night": "w nocy",
    "time.midnight": "o północy",
    "time.breakfast": "przy śniadaniu",
    "time.lunch": "przy obiedzie",
    "time.dinner": "przy kolacji",
    "time.supper": "przy kolacji",
    "every_days": "{days, plural, =1 {codziennie} =2 {co drugi dzień} other {co # dni}}",
    "every_hours": (
        "co {count, plural, =1 {godzinę} few {{amount} godziny} many {{amount} godzin} other"
        " {{amount} godziny}}"
    ),
    "while_awake": "{often}, oprócz czasu snu",
    "as_needed": "w razie potrzeby",
    "days_a_week": (
        "{form, select, most {{amount} {count, plural, one {dnia} few {dni} many {dni} other"
        " {dnia}}} other {{amount} {count, plural, one {dzień} few {dni} many {dni} other {dnia}}}}"
        " w tygodniu"
    ),
    "weeks": (
        "{form, select, most {} other {przez }}{form, select, most {{amount} {count, plural, one"
        " {tygodnia} few {tygodni} many {tygodni} other {tygodnia}}} other {{amount} {count,"
        " plural, one {tydzień} few {tygodnie} many {tygodni} other {tygodnia}}}}"
    ),
    "phase.week": "{count, plural, one {Tydzień {numbers}} other {Tygodnie {numbers}}}",
    "phase.week.on": "Od {number}. tygodnia",
    "phase.day": "{count, plural, one {Dzień {numbers}} other {Dni {numbers}}}",
    "phase.day.on": "Od {number}. dnia",
    "phase.heading": "{phase}: {heading}",
    "dose.next": "{before}\u00a0· {after}",
    "session.short": "Mniej niż 5 minut",
    "session.about": "Około {amount} minut",
    "session": (
        "{length} {scope, select, session {na jedną sesję} other {na wszystkie ćwiczenia"
        " razem}}{uncounted, plural, =0 {} one {, nie licząc numeru {numbers}} other {, nie licząc"
        " numerów {numbers}}}."
    ),
}
