"""Six independent readers copy text of many scripts as it was written.

Most sentences are the beginning of article 1 of the Universal Declaration of Human Rights.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from typing import Final
from unicodedata import normalize

import manimgx_fonts
import pdfminer.high_level
import pymupdf
import pypdf
import pypdfium2
import pytest
from text_engine import FACES, engine_of, line_texts, paragraph
from web_tools import npm_package, program

from handout.caches import Caches
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.pagetree import write_pages
from handout.writers.pdf.text import FontBook

LEFT_TO_RIGHT: Final = {
    "Latin": ("en", "All human beings are born free and equal in dignity and rights."),
    "Vietnamese": (
        "vi",
        "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền.",
    ),
    "Yoruba": ("yo", "Gbogbo ènìyàn ni a bí ní òmìnira; iyì àti ẹ̀tọ́ kọ̀ọ̀kan sì dọ́gba."),
    "Cyrillic": ("ru", "Все люди рождаются свободными и равными в своём достоинстве и правах."),
    "Greek": ("el", "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια."),
    "Armenian": ("hy", "Բոլոր մարդիկ ծնվում են ազատ ու հավասար իրենց արժանապատվությամբ։"),
    "Georgian": ("ka", "ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებით."),
    "Ethiopic": ("am", "የሰው ልጅ ሁሉ ሲወለድ ነጻና በክብርና በመብትም እኩልነት ያለው ነው።"),
    "Cherokee": ("chr", "ᏂᎦᏓ ᎠᏂᏴᏫ ᏂᎨᎫᏓᎸᎾ ᎠᎴ ᎤᏂᏠᏱ ᎤᎾᏕᎿ ᏚᏳᎧᏛ ᎨᏒᎢ."),
    "Devanagari": ("hi", "सभी मनुष्यों को गौरव और अधिकारों के विषय में जन्मजात स्वतन्त्रता प्राप्त है।"),
    "Marathi": ("mr", "सर्व मानवी व्यक्ती जन्मतःच स्वतंत्र आहेत व त्यांना समान प्रतिष्ठा आहे."),
    "Bengali": ("bn", "সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে।"),
    "Gurmukhi": ("pa", "ਸਾਰਾ ਮਨੁੱਖੀ ਪਰਿਵਾਰ ਆਪਣੀ ਮਹਿਮਾ ਅਤੇ ਹੱਕਾਂ ਦੇ ਪੱਖੋਂ ਜਨਮ ਤੋਂ ਹੀ ਆਜ਼ਾਦ ਹੈ।"),
    "Gujarati": ("gu", "પ્રતિષ્ઠા અને અધિકારોની દૃષ્ટિએ સર્વ માનવો જન્મથી સ્વતંત્ર અને સમાન હોય છે."),
    "Odia": ("or", "ସମସ୍ତ ମନୁଷ୍ୟ ଜନ୍ମକାଳରୁ ସ୍ୱାଧୀନ ଏବଂ ମର୍ଯ୍ୟାଦା ଓ ଅଧିକାରରେ ସମାନ।"),
    "Tamil": ("ta", "மனிதப் பிறவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்; அவர்கள் சமமானவர்கள்."),
    "Telugu": ("te", "ప్రతిపత్తిస్వత్వముల విషయమున మానవులెల్లరును జన్మతః స్వతంత్రులును సమానులును నగుదురు."),
    "Kannada": ("kn", "ಎಲ್ಲಾ ಮಾನವರೂ ಸ್ವತಂತ್ರರಾಗಿಯೇ ಜನಿಸಿದ್ದಾರೆ. ಹಾಗೂ ಘನತೆ ಮತ್ತು ಹಕ್ಕುಗಳಲ್ಲಿ ಸಮಾನರಾಗಿದ್ದಾರೆ."),
    "Malayalam": ("ml", "മനുഷ്യരെല്ലാവരും തുല്യാവകാശങ്ങളോടും അന്തസ്സോടും സ്വാതന്ത്ര്യത്തോടുംകൂടി ജനിച്ചിട്ടുള്ളവരാണ്."),
    "Sinhala": ("si", "සියලු මනුෂ්‍යයෝ නිදහස්ව උපත ලබා ඇත. ගරුත්වයෙන් හා අයිතිවාසිකම්වලින් සමාන වෙති."),
    "Thai": ("th", "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ"),
    "Lao": ("lo", "ມະນຸດທຸກຄົນເກີດມາມີສິດເສລີພາບ ແລະ ສະເໝີໜ້າກັນໃນທາງກຽດສັກສີ"),
    "Tibetan": ("bo", "འགྲོ་བ་མིའི་རིགས་རྒྱུད་ཡོངས་ལ་སྐྱེས་ཙམ་ཉིད་ནས་ཆེ་མཐོངས་དང༌།"),
    "Burmese": ("my", "လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့် လည်းကောင်း မွေးဖွားလာသူများ ဖြစ်သည်။"),
    "Khmer": ("km", "មនុស្សទាំងអស់ កើតមកមានសេរីភាព និងសមភាព ក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរនិងសិទ្ធិ។"),
    "Chinese": ("zh", "每天练习三次，膝盖弯曲，保持十秒。"),
    "Japanese": ("ja", "ひざを曲げて、十秒間保ちます。"),
    "Korean": ("ko", "무릎을 굽히고 십 초 동안 유지하세요."),
}
RIGHT_TO_LEFT: Final = {
    "Arabic": ("ar", "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق."),
    "Persian": ("fa", "تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت برابرند."),
    "Nastaliq": ("ur", "سیدھے بیٹھیں۔"),
    "Hebrew": ("he", "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם."),
    "Hebrew with points": ("he", "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם"),
    "Thaana": ("dv", "ހުރިހާ އިންސާނުން ވެސް އުފަންވަނީ ދަރަޖައާއި ޙައްޤުތަކުގައި މިނިވަންކަމާއެކު"),
    "N'Ko": ("nqo", "ߡߐ߱ ߓߍߍ߬ ߦߋ߫ ߡߐ߬ߓߊ߬ߟߌ߬ ߟߎ߬ ߟߊ߫"),
    "Syriac": ("syr", "ܟܠ ܒܪܢܫܐ ܒܪܝܠܗ ܚܐܪܐ ܘܒܪܒܪ ܓܘ ܐܝܩܪܐ ܘܙܕܩܐ"),
}
TEXTS: Final = {**LEFT_TO_RIGHT, **RIGHT_TO_LEFT}
MEASURE: Final = 200


def _poppler(path: Path) -> list[str]:
    command = [program("pdftotext"), "-enc", "UTF-8", str(path), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def _pdfium(path: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def _mupdf(path: Path) -> list[str]:
    with pymupdf.open(path) as pdf:
        return [page.get_text() for page in pdf]


def _pdf_js(path: Path) -> list[str]:
    npm_package("pdfjs-dist")
    command = [program("node"), str(Path(__file__).parent / "pdfjs_text.mjs"), str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    pages: list[str] = json.loads(done.stdout)
    return pages


def _pdfminer(path: Path) -> list[str]:
    return pdfminer.high_level.extract_text(path).split("\f")[:-1]


def _pypdf(path: Path) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(path.read_bytes())).pages]


READERS: Final[dict[str, Callable[[Path], list[str]]]] = {
    "poppler": _poppler,
    "pdfium": _pdfium,
    "mupdf": _mupdf,
    "pdf.js": _pdf_js,
    "pdfminer": _pdfminer,
    "pypdf": _pypdf,
}

FLOORS: Final = {
    "poppler": (0.92, 0.93, 0.92, 0.94, 0.45, 0.46, 0.13, 0.95),
    "pdfium": (0.96, 0.98, 1, 1, 0.97, 1, 0.73, 1),
    "mupdf": (1, 1, 1, 1, 1, 1, 1, 1),
    "pdf.js": (0.91, 0.89, 0.96, 0.92, 0.27, 0.34, 0.29, 0.91),
    "pdfminer": (1, 1, 1, 1, 1, 1, 1, 1),
    "pypdf": (0.37, 0.41, 0.07, 0.32, 0.32, 1, 0.13, 0.42),
}
"""How alike each right-to-left text is in a reader: some reverse what is in logical order."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Return a file with a page for each text, and the text by its lines."""
    folder = tmp_path_factory.mktemp("matrix")
    nastaliq = folder / "nastaliq"
    nastaliq.mkdir()
    shutil.copy(FACES / "NotoNastaliqUrdu-Test.ttf", nastaliq)
    book = FontBook.of_project(FACES, Path(manimgx_fonts.__file__).parent)
    canvas = MarkedCanvas((595, 842), "en")
    expected = {}
    for name, (language, text) in TEXTS.items():
        own = FontBook.of_project(nastaliq) if name == "Nastaliq" else book
        engine = engine_of(own, language)
        box = paragraph(engine, text)
        engine.problems.raise_errors()
        expected[name] = _words("\n".join(line_texts(engine, text, MEASURE)))
        box.draw(canvas, 40, 800, MEASURE)
        canvas.showPage()
    write_pages(canvas, Caches())
    path = folder / "scripts.pdf"
    path.write_bytes(canvas.file.serialize("1.7"))
    return path, expected


def _words(text: str) -> str:
    return " ".join(normalize("NFC", text).split())


@pytest.fixture(scope="module", params=READERS)
def read(
    request: pytest.FixtureRequest, written: tuple[Path, dict[str, str]]
) -> tuple[str, dict[str, str]]:
    """Return the name of a reader and each text as it copies it."""
    pages = READERS[request.param](written[0])
    return request.param, dict(zip(TEXTS, map(_words, pages), strict=True))


def test_a_reader_copies_left_to_right_text_as_it_was_written(
    read: tuple[str, dict[str, str]], written: tuple[Path, dict[str, str]]
) -> None:
    seen = {name: read[1][name] for name in LEFT_TO_RIGHT}
    assert seen == {name: written[1][name] for name in LEFT_TO_RIGHT}


def test_a_reader_copies_no_less_of_right_to_left_text_than_before(
    read: tuple[str, dict[str, str]], written: tuple[Path, dict[str, str]]
) -> None:
    reader, seen = read
    for name, floor in zip(RIGHT_TO_LEFT, FLOORS[reader], strict=True):
        alike = SequenceMatcher(None, written[1][name], seen[name], autojunk=False).ratio()
        assert alike >= floor, (name, seen[name])
