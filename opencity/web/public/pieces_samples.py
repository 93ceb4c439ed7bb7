"""Sample content for the page of pieces: data in both languages, no interface texts. Organisations are invented."""

from __future__ import annotations

from typing import Any


def _both(uk: str, en: str) -> dict[str, str]:
    return {"uk": uk.replace("№ ", "№\u00a0").replace(" —", "\u00a0—"), "en": en.replace("№ ", "№\u00a0")}


def _scene(name: str, uk: str, en: str, **more: Any) -> dict[str, Any]:
    return {"src": f"/static/scenes/{name}.svg", "alt": _both(uk, en), "width": 480, "height": 300, **more}


STOP = _scene("empty", "Зупинка з новою жовтою лавкою", "A bus stop with a new yellow bench")
HOLE = _scene("error", "Яма на дорозі, обгороджена смугастими дошками", "A hole in the road behind striped boards")
STREET = _scene("offline", "Темна вулиця, світить один ліхтар", "A dark street with a single lamp lit")

OPEN = {"glyph": "st-open", "css": "s-open", "label": _both("Чекає на відповідь", "Waiting for an answer")}
OWNED = {"glyph": "st-owned", "css": "s-doing", "label": _both("Узяли до роботи", "Taken up")}
JOINT = {"glyph": "st-joint", "css": "s-doing", "label": _both("Діють разом", "Acting together")}
PROGRESS = {"glyph": "st-progress", "css": "s-doing", "label": _both("У роботі", "In progress")}
CLAIMED = {"glyph": "st-claimed", "css": "s-claimed", "label": _both("Кажуть, що зроблено", "They say it is done")}
VERIFIED = {
    "glyph": "st-verified",
    "css": "s-verified",
    "label": _both("Підтвердили мешканці", "Verified by residents"),
}
UNVERIFIED = {
    "glyph": "st-unverified",
    "css": "s-quiet",
    "label": _both("Закрито без підтвердження", "Closed unverified"),
}
BLOCKED = {"glyph": "st-blocked", "css": "s-blocked", "label": _both("Перешкода", "An obstacle")}
REJECTED = {"glyph": "st-quiet", "css": "s-quiet", "label": _both("Не приймаємо", "Not accepted")}
MERGED = {"glyph": "st-quiet", "css": "s-quiet", "label": _both("Приєднано до № 1142", "Joined to № 1142")}
LATE = {"glyph": "st-late", "css": "s-late", "label": _both("Прострочено", "Overdue")}
HELD = {
    "glyph": "st-held",
    "css": "s-quiet",
    "label": _both("Перевіряємо перед публікацією", "Checked before publication"),
}

STATES = [
    {**state, "tag": True, "code": code}
    for code, state in (
        ("open", OPEN),
        ("taken_up", OWNED),
        ("taken_up + plan", JOINT),
        ("in_progress", PROGRESS),
        ("claimed_done", CLAIMED),
        ("verified", VERIFIED),
        ("closed_unverified", UNVERIFIED),
        ("blocked", BLOCKED),
        ("rejected, out_of_scope", REJECTED),
        ("merged", MERGED),
        ("open + deadline", LATE),
        ("visibility: held", HELD),
    )
]

PARTIES = [
    {
        "sector": "civil",
        "name": _both("Мешканці", "Residents"),
        "told": _both("і громадські об’єднання", "and their associations"),
    },
    {
        "sector": "authority",
        "name": _both("Влада", "Authority"),
        "told": _both("департаменти, підприємства", "departments, utilities"),
    },
    {
        "sector": "business",
        "name": _both("Бізнес", "Business"),
        "told": _both("дає або сам відповідає", "gives, or is itself responsible"),
    },
    {
        "sector": "library",
        "name": _both("Бібліотека", "Library"),
        "told": _both("поруч, коли немає інтернету", "near when there is no internet"),
    },
]

CHIPS = [
    {
        "tone": "",
        "icon": "clock",
        "label": _both(
            "відповідь до 4 листопада, лишилося 9 робочих днів", "an answer by 4 November, 9 working days left"
        ),
    },
    {"tone": "soon", "icon": "clock-alert", "label": _both("відповідь сьогодні до 17:00", "an answer today by 17:00")},
    {
        "tone": "late",
        "icon": "clock-alert",
        "label": _both("мовчать 4 робочі дні понад строк", "silent 4 working days past the deadline"),
    },
    {
        "tone": "",
        "icon": "circle-pause",
        "label": _both(
            "строк зупинено до 9 листопада: чекаємо деталь", "the clock rests until 9 November: waiting for a part"
        ),
    },
    {"tone": "ok", "icon": "check", "label": _both("відповіли за 3 дні, вчасно", "answered in 3 days, in time")},
]

CARDS = [
    {
        "number": 1204,
        "url": "#",
        "photo": STOP,
        "state": JOINT,
        "title": _both("Зупинка «Вулиця Океанівська»: дах протікає", "Okeanivska bus stop: the roof leaks"),
        "meta": _both("Корабельний район · 11 жовтня", "Korabelnyi district · 11 October"),
        "endorsed": _both("стосується 7 людей", "affects 7 people"),
    },
    {
        "number": 1217,
        "url": "#",
        "photo": HOLE,
        "state": CLAIMED,
        "title": _both("Яма перед пішохідним переходом", "A hole before the pedestrian crossing"),
        "meta": _both("Центральний район · вчора", "Tsentralnyi district · yesterday"),
        "act": {"url": "#", "text": _both("Перевірити", "Take a look")},
    },
    {
        "number": 1191,
        "url": "#",
        "photo": None,
        "icon": "trash",
        "state": OPEN,
        "title": _both("Контейнери без майданчика на розі Лазурної", "Bins without a place at Lazurna corner"),
        "meta": _both("Інгульський район · 2 жовтня", "Inhulskyi district · 2 October"),
        "chip": CHIPS[2],
    },
]

STATIONS = [
    {"label": _both("Повідомили", "Reported"), "date": _both("11 жовтня", "11 October"), "status": "done"},
    {"label": _both("Влада відповіла", "The owner answered"), "date": _both("14 жовтня", "14 Oct"), "status": "done"},
    {"label": _both("У роботі", "In progress"), "date": _both("до 24 жовтня", "by 24 October"), "status": "now"},
    {"label": _both("Скажуть, що зроблено", "They will say it is done"), "date": "", "status": "next"},
    {"label": _both("Мешканці перевірять", "Residents will look"), "date": "", "status": "next"},
]

STORY = [
    {
        "time": _both("24 жовтня, субота", "24 October, Saturday"),
        "sector": "authority",
        "future": True,
        "text": _both(
            "Обіцяли закінчити. Тоді запитаємо сусідів, чи справді так",
            "They promised to finish. Then we ask the neighbours",
        ),
    },
    {
        "time": _both("14 жовтня, 14:20", "14 October, 14:20"),
        "iso": "2026-10-14T14:20+03:00",
        "sector": "authority",
        "actor": _both("Балансоутримувач відповів,", "The owner answered,"),
        "text": _both("на день раніше строку", "a day before the deadline"),
        "quote": {
            "text": "Дах перекриємо до 24 жовтня. Лавку забрали в майстерню, повернемо того ж дня.",
            "who": _both("КП «Миколаївські зупинки» (демо)", "Mykolaiv Stops utility (demo)"),
            "sector": "authority",
            "lang": "uk",
        },
    },
    {
        "time": _both("12 жовтня, 09:15", "12 October, 09:15"),
        "iso": "2026-10-12T09:15+03:00",
        "sector": "civil",
        "actor": _both("Ще 6 людей:", "6 more people:"),
        "text": _both("«і мене стосується». Двоє додали фото", "“this affects me”. Two added a photo"),
        "photos": [STOP, HOLE],
    },
    {
        "time": _both("11 жовтня, 08:12", "11 October, 08:12"),
        "iso": "2026-10-11T08:12+03:00",
        "sector": "library",
        "actor": _both("Олена повідомила", "Olena reported"),
        "text": _both(
            "через бібліотеку № 5, від імені сусідки без інтернету",
            "at library № 5, for a neighbour without the internet",
        ),
    },
]

FACTS = [
    {
        "name": _both("Балансоутримувач", "Owner"),
        "value": _both("КП «Миколаївські зупинки»", "Mykolaiv Stops utility"),
        "sector": "authority",
        "url": "#",
    },
    {
        "name": _both("Строк відповіді", "Answer due"),
        "value": _both("15 жовтня, відповіли вчасно", "15 October, answered in time"),
    },
    {"name": _both("Слова дотримали", "Kept their word"), "value": _both("6 разів із 6", "6 times of 6")},
]

NEXT = {
    "icon": "eye",
    "kick": _both("Що далі", "What next"),
    "title": _both("Підійдіть і гляньте", "Go and take a look"),
    "text": _both(
        "Вистачить пів хвилини. Не були там? Так і скажіть, це теж чесно.",
        "Half a minute is enough. You were not there? Say so, that is honest too.",
    ),
    "acts": [
        {"url": "#", "text": _both("Перевірити на місці", "Check on the spot"), "css": "sun"},
        {"url": "#", "text": _both("І мене стосується", "This affects me"), "css": "line"},
    ],
    "foot": _both(
        "Без телефона? Скажіть у бібліотеці № 9: запишуть вашу відповідь.",
        "No phone? Tell library № 9: they write your answer down.",
    ),
}

ANSWERS = [
    ("check", _both("Так, закрили", "Yes, it is closed"), _both("Люк цілий, не хитається", "Whole and firm")),
    (
        "circle-dashed",
        _both("Частково", "Partly"),
        _both("Решту відкриємо як окрему проблему", "The rest becomes a problem of its own"),
    ),
    ("x", _both("Ні, не закрили", "No, it is not"), _both("Попросимо фото, щоб було видно", "We ask for a photo")),
    (
        "circle-help",
        _both("Не можу сказати", "I cannot tell"),
        _both("Не вплине на рахунок", "It does not change the count"),
    ),
]

SCENES = [
    {
        "scene": "empty",
        "title": _both("Тут поки спокійно", "All quiet here"),
        "text": _both(
            "За місяць у Тернівці жодної проблеми. Бачите щось — скажіть першими.",
            "No problem in Ternivka this month. See something? Be the first to say.",
        ),
        "act": {"url": "#", "text": _both("Повідомити", "Report"), "css": ""},
    },
    {
        "scene": "offline",
        "title": _both("Немає зв’язку", "No connection"),
        "text": _both(
            "Ваше повідомлення й два фото лежать у телефоні. Надішлемо самі, щойно з’явиться мережа.",
            "Your report and two photos are safe on the phone. We send them as soon as there is a network.",
        ),
        "act": {"url": "#", "text": _both("Показати, що чекає", "Show what waits"), "css": "line"},
    },
    {
        "scene": "missing",
        "title": _both("Такої сторінки немає", "There is no such page"),
        "text": _both(
            "Можливо, проблему приєднали до іншої. Пошукайте за вулицею або запитайте в бібліотеці.",
            "Perhaps the problem was joined to another. Search by street, or ask at a library.",
        ),
        "act": {"url": "#", "text": _both("Шукати на мапі", "Search on the map"), "css": "line"},
    },
    {
        "scene": "error",
        "title": _both("Щось зламалося в нас", "Something broke on our side"),
        "text": _both(
            "Написане збереглося. Спробуйте ще раз за хвилину; ми вже бачимо, що сталося.",
            "What you wrote is kept. Try again in a minute; we already see what happened.",
        ),
        "act": {"url": "#", "text": _both("Спробувати ще раз", "Try again"), "css": "line"},
    },
]

TWINS = [
    {
        "name": _both("Ваше", "Yours"),
        "photo": HOLE,
        "near": "",
        "place": _both("Знаменська, двір 33", "33 Znamenska, the yard"),
        "when": _both("сьогодні", "today"),
        "words": "«Яма на переході, вночі не видно»",
    },
    {
        "name": "№ 1142",
        "photo": {**HOLE, "alt": _both("Фото сусідів: та сама яма", "The neighbours’ photo: the same hole")},
        "near": _both("за 18 м від вас", "18 m from you"),
        "place": "",
        "when": _both("6 днів тому, 4 людини", "6 days ago, 4 people"),
        "words": "«Провалився асфальт біля школи»",
    },
]

ROWS = [
    {"number": 1191, "late": True, "title": CARDS[2]["title"], "where": CARDS[2]["meta"], "state": LATE, "people": 5},
    {
        "number": 1219,
        "selected": True,
        "title": CARDS[1]["title"],
        "where": CARDS[1]["meta"],
        "state": OPEN,
        "people": 4,
    },
    {"number": 1204, "title": CARDS[0]["title"], "where": CARDS[0]["meta"], "state": JOINT, "people": 7},
]

FIELDS = {
    "place": {
        "label": _both("Адреса або орієнтир", "Address or landmark"),
        "help_text": _both("Наприклад: двір за школою № 33", "For example: the yard behind school № 33"),
    },
    "email": {
        "label": _both("Куди написати, коли щось зміниться", "Where to write when something changes"),
        "help_text": _both("Бачимо лише ми", "Only we see it"),
    },
    "words": {"label": _both("Що варто знати тому, хто приїде", "What whoever comes should know")},
    "errors": {
        "place": _both(
            "Не бачимо місця. Поставте позначку на карті або напишіть адресу",
            "We can't see the place. Put a pin on the map or type the address",
        )
    },
    "written": {"words": _both("Поруч дитячий майданчик.", "There is a playground close by.")},
}

WORDS = {
    "title": _both("Деталі, з яких складено решту", "The pieces everything is made of"),
    "states": _both("Стани проблеми", "States of a problem"),
    "parties": _both("Чотири сторони", "Four parties"),
    "next": _both("Крок, строк і примітка", "Step, deadline and note"),
    "cards": _both("Картка проблеми", "Problem card"),
    "account": _both("Шлях і розповідь", "Path and story"),
    "checking": _both("Перевірка", "Verification"),
    "form": _both("Форма", "Form"),
    "twins": _both("Це воно?", "Is this it?"),
    "desk": _both("Робоче місце", "Desk"),
    "empty": _both("Коли порожньо, не вийшло чи немає зв’язку", "When it is empty, failed or offline"),
    "buttons": _both("Кнопки й перемикачі", "Buttons and switches"),
    "toast": _both("Записали: вас це теж стосується", "Noted: this affects you too"),
    "undo": _both("Скасувати", "Undo"),
    "refused": _both("Не бачимо місця.", "We can't see the place."),
    "refused_next": _both(
        "Поставте позначку на карті або напишіть адресу.", "Put a pin on the map or type the address."
    ),
    "library": _both("Без телефона? Скажіть у бібліотеці № 9.", "No phone? Tell library № 9."),
    "told": _both("Координати й модель телефона зі знімка прибираємо.", "We remove coordinates and the phone’s model."),
    "report": _both("Повідомити про проблему", "Report a problem"),
    "send": _both("Надіслати", "Send"),
    "cancel": _both("Не зараз", "Not now"),
    "drop": _both("Стерти чернетку", "Erase the draft"),
    "hazard": _both("Може впасти просто зараз?", "Could it fall right now?"),
    "hazard_now": _both("Так, негайно", "Yes, at any moment"),
    "hazard_now_hint": _both("Тоді спершу 101 або 112", "Then call 101 or 112 first"),
    "hazard_soon": _both("Ні, але небезпечно", "No, but it is dangerous"),
    "hazard_soon_hint": _both("Передамо з позначкою «терміново»", "We pass it on as urgent"),
    "follow": _both("Стежити за змінами", "Follow the changes"),
    "all": _both("усі сфери", "all spheres"),
    "trees": _both("дерева", "trees"),
    "water": _both("вода", "water"),
    "needed": _both("Потрібна ще одна відповідь", "One more answer is needed"),
    "needed_name": _both("Одна відповідь із двох потрібних", "One answer of the two needed"),
    "needed_text": _both(
        "Зараховуємо, коли «так» скажуть двоє, хто не робив цієї роботи.",
        "It counts when two people say yes who did not do the work.",
    ),
    "columns": [
        "№",
        _both("Проблема", "Problem"),
        _both("Стан", "State"),
        _both("Людей", "People"),
        _both("Строк", "Due"),
    ],
    "queue": _both("Проблеми департаменту", "Problems of the department"),
    "due": _both("26 жовтня", "26 October"),
}

EVERYTHING: dict[str, Any] = {
    "say": WORDS,
    "states": STATES,
    "parties": PARTIES,
    "chips": CHIPS,
    "cards": CARDS,
    "stations": STATIONS,
    "story": STORY,
    "facts": FACTS,
    "step": NEXT,
    "answers": ANSWERS,
    "scenes": SCENES,
    "twins": TWINS,
    "rows": ROWS,
    "fields": FIELDS,
    "before": {**HOLE, "label": _both("До, 9 жовтня", "Before, 9 October")},
    "after": {**STOP, "label": _both("Після, 20 жовтня", "After, 20 October")},
}
