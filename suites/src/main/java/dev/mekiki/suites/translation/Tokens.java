package dev.mekiki.suites.translation;

import dev.mekiki.suites.python.PythonText;
import java.util.List;
import java.util.regex.Pattern;

/** How BLEU takes a segment apart, by sacreBLEU's names. */
public enum Tokens {
    /** WMT's {@code mteval-v13a}: words and punctuation of western languages. A Japanese sentence without spaces is one word to it. */
    V13A {
        @Override
        List<String> of(String segment) {
            String text = PythonText.stripEnd(segment).replace("<skipped>", "").replace("-\n", "").replace("\n", " ");
            text = " " + text.replace("&quot;", "\"").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
                    + " ";
            text = PUNCTUATION.matcher(text).replaceAll(" $1 ");
            text = NOT_AFTER_DIGIT.matcher(text).replaceAll("$1 $2 ");
            text = NOT_BEFORE_DIGIT.matcher(text).replaceAll(" $1 $2");
            return PythonText.split(DASH_AFTER_DIGIT.matcher(text).replaceAll("$1 $2 "));
        }
    },
    /** Each character (code point), white space left out. */
    CHARACTERS {
        @Override
        List<String> of(String segment) {
            return segment.codePoints().filter(point -> !PythonText.isSpace(point)).mapToObj(Character::toString)
                    .toList();
        }
    };

    private static final Pattern PUNCTUATION = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
    private static final Pattern NOT_AFTER_DIGIT = Pattern.compile("([^0-9])([.,])");
    private static final Pattern NOT_BEFORE_DIGIT = Pattern.compile("([.,])([^0-9])");
    private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

    abstract List<String> of(String segment);
}
