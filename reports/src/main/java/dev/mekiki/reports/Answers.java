package dev.mekiki.reports;

import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Sampled;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What was expected of a sample and what came back, as text. */
final class Answers {
    private Answers() {}

    /** The right answers; several are separated by a slash. */
    static String target(Sampled sampled) {
        List<String> targets = sampled.choices().isEmpty()
                ? sampled.accepted()
                : sampled.right().stream().filter(index -> index >= 0 && index < sampled.choices().size())
                        .map(sampled.choices()::get).toList();
        return String.join(" / ", targets);
    }

    /** The model's own words; of ranked choices the one that the metric takes. */
    static Optional<String> response(Sampled sampled, String metric) {
        return switch (sampled.outcome()) {
            case Outcome.Answered(Outcome.Answer.Text(String text)) -> Optional.of(text);
            case Outcome.Answered(Outcome.Answer.Ranked(List<ContinuationLogprob> logprobs)) -> chosen(sampled,
                    logprobs, metric);
            case Outcome.Answered(Outcome.Answer.Picked(int choice)) -> Optional.of(choice(sampled, choice));
            case Outcome.Truncated truncated -> Optional.of(truncated.text());
            case Outcome.Refused refused -> Optional.empty();
            case Outcome.TimedOut late -> Optional.empty();
            case Outcome.Failed failed -> Optional.empty();
        };
    }

    /** The key of the outcome's word, as {@code mekiki samples} prints it. */
    static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> "answered";
            case Outcome.Refused refused -> "refused";
            case Outcome.Truncated truncated -> "truncated";
            case Outcome.TimedOut late -> "timed-out";
            case Outcome.Failed failed -> "failed";
        };
    }

    /** Why there is no answer, where there is none. */
    static String trouble(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> "";
            case Outcome.Truncated truncated -> "";
            case Outcome.Refused refused -> refused.reason();
            case Outcome.TimedOut late -> late.afterMs() + " ms";
            case Outcome.Failed failed -> failed.reason();
        };
    }

    /** A choice's text; its number where the journal has no such choice. */
    static String choice(Sampled sampled, int index) {
        return index >= 0 && index < sampled.choices().size()
                ? sampled.choices().get(index)
                : String.valueOf(index);
    }

    private static Optional<String> chosen(Sampled sampled, List<ContinuationLogprob> logprobs, String metric) {
        ToDoubleFunction<Integer> length = index -> {
            String choice = index < sampled.choices().size()
                    ? sampled.choices().get(index)
                    : logprobs.get(index).continuation();
            return Math.max(1, switch (metric) {
                case "acc_norm" -> choice.codePointCount(0, choice.length());
                case "acc_bytes" -> choice.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
                default -> 1;
            });
        };
        return java.util.stream.IntStream.range(0, logprobs.size()).boxed()
                .max(Comparator.comparingDouble(index -> logprobs.get(index).logprob() / length.applyAsDouble(index)))
                .map(index -> index < sampled.choices().size()
                        ? sampled.choices().get(index)
                        : logprobs.get(index).continuation());
    }
}
