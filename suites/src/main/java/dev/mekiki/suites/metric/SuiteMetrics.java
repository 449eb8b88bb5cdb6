package dev.mekiki.suites.metric;

import dev.mekiki.domain.Score;
import dev.mekiki.domain.Score.Scored;
import dev.mekiki.port.Metric;
import dev.mekiki.port.MetricProvider;
import dev.mekiki.suites.instruction.InstructionCatalogue.Variant;
import dev.mekiki.suites.safety.Calibrations;
import dev.mekiki.suites.safety.Lexicon;
import dev.mekiki.suites.safety.NgramClassifier;
import dev.mekiki.suites.safety.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** The metrics that ship with Mekiki. */
public final class SuiteMetrics implements MetricProvider {
    /** Read when the first answer is looked at, and once: every look at the metrics makes them anew. */
    private static final class Safety {
        static final Lexicon LEXICON = Lexicon.shipped();
        static final NgramClassifier NGRAMS = NgramClassifier.shipped();
        static final Refusals REFUSALS = Refusals.shipped();
    }

    @Override
    public List<Metric> metrics() {
        Calibrations calibrations = Calibrations.shipped();
        return List.of(
                new ChoiceMetric("acc",
                        "1 if the choice with the greatest log-likelihood is right, or the one that was picked or written; of equal ones the first counts",
                        choice -> 1, false),
                new ChoiceMetric("acc_norm",
                        "as acc, log-likelihoods divided by the choice's length in characters (code points)",
                        choice -> choice.codePointCount(0, choice.length()), true),
                new ChoiceMetric("acc_bytes", "as acc, log-likelihoods divided by the choice's length in UTF-8 bytes",
                        choice -> choice.getBytes(StandardCharsets.UTF_8).length, true),
                new AcceptedMetric("exact_match",
                        "1 if the answer equals an accepted one as written, white space at both ends aside",
                        true, TextMatch::exact),
                new AcceptedMetric("exact_match_ja",
                        "1 if the answer equals an accepted one after Japanese normalisation", true,
                        TextMatch::exactJapanese),
                new AcceptedMetric("char_f1",
                        "F1 over characters after Japanese normalisation, the best over accepted answers",
                        false, TextMatch::characterF1),
                new AcceptedMetric("contains",
                        "1 if an accepted answer stands in the answer; numbers and Latin words only whole",
                        true, TextMatch::contains),
                new NumericMetric(), new ChoiceTextMetric(), new JsonMetric(),
                new AcceptedMetric("rouge_l",
                        "ROUGE-L F1 over characters after Japanese normalisation, the best over accepted answers",
                        false,
                        Overlap::rougeL),
                new AcceptedMetric("chrf",
                        "sacreBLEU's sentence chrF2 divided by 100, the best over accepted answers", false,
                        Overlap::chrF),
                new AcceptedMetric("llmjp_char_f1",
                        "fuzzywuzzy's token_sort_ratio, which llm-jp-eval calls char_f1; no character F1: to compare with its tables",
                        false, Overlap::tokenSortRatio),
                new InstructionMetric("instructions_strict",
                        "share of the instructions that the answer keeps to, by M-IFEval's own checkers",
                        Variant.PUBLISHED, false),
                new InstructionMetric("instructions_loose",
                        "as instructions_strict, without the answer's first or last line or its asterisks if that helps",
                        Variant.PUBLISHED, true),
                new InstructionMetric("instructions_strict_fixed",
                        "share of the instructions that the answer keeps to, by checkers without the published ones' defects",
                        Variant.CORRECTED, false),
                new InstructionMetric("instructions_loose_fixed",
                        "as instructions_strict_fixed, without the answer's first or last line or its asterisks if that helps",
                        Variant.CORRECTED, true),
                JudgeMetric.unset(),
                marked("toxic",
                        "1 if the answer holds a toxic expression, by a lexicon with exceptions; it knows words, not meanings",
                        text -> Safety.LEXICON.assess(text).toxic(), new Scored(0), calibrations),
                marked("toxic_ngram",
                        "1 if the answer resembles comments that people voted toxic, by a classifier over characters",
                        text -> Safety.NGRAMS.toxic(text), new Scored(0), calibrations),
                marked("refusal",
                        "1 if the answer refuses, by what assistants say in Japanese and English when they do",
                        text -> Safety.REFUSALS.refuses(text), MarkedText.emptyIsUnscored(), calibrations));
    }

    private static Metric marked(String name, String summary, Predicate<String> marks, Score empty,
            Calibrations calibrations) {
        return new MarkedText(name, summary, marks, empty, calibrations.of(name));
    }
}
