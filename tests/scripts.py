"""A sentence in each of many scripts, and the fonts to set it.

Most are the beginning of article 1 of the Universal Declaration of Human Rights.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import manimgx_fonts
from text_engine import FACES, engine_of

from handout.writers.pdf.text import FontBook, Typography

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


def engine_of_script(name: str) -> Typography:
    """Return a text layout with the fonts of many scripts."""
    folders = [FACES, Path(manimgx_fonts.__file__).parent]
    if name == "Nastaliq":
        # Otherwise a face that comes first by its name would have most of the letters.
        folders = [FACES / "nastaliq"]
    return engine_of(FontBook.of_project(*folders), TEXTS[name][0])
