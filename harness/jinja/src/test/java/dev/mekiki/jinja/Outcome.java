package dev.mekiki.jinja;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rendering or its failure, beside what a case expects. */
record Outcome(@Nullable String text, @Nullable TemplateException failure) {

    static Outcome of(String template, Settings settings, Map<String, ?> context) {
        try {
            return new Outcome(Template.parse(template, settings).render(context), null);
        } catch (TemplateException e) {
            return new Outcome(null, e);
        }
    }

    /** What is different, if anything. A case has {@code expected}, or {@code error} and {@code error_type}. */
    static Optional<String> compare(Outcome actual, Map<String, Object> expected) {
        if (expected.containsKey("expected")) {
            return Objects.equals(actual.text, expected.get("expected"))
                    ? Optional.empty()
                    : Optional.of(difference(String.valueOf(expected.get("expected")), actual));
        }
        if (actual.failure == null) {
            return Optional.of(" should fail with " + expected.get("error") + " but renders " + actual.text);
        }
        boolean raises = "TemplateError".equals(expected.get("error_type"));
        Optional<String> raised = actual.failure.raised();
        return raised.isPresent() == raises && (!raises || raised.get().equals(expected.get("error")))
                ? Optional.empty()
                : Optional.of(" should raise " + expected.get("error") + " but " + actual.failure.getMessage());
    }

    private static String difference(String expected, Outcome actual) {
        if (actual.text == null) {
            return " fails: " + Objects.requireNonNull(actual.failure).getMessage();
        }
        int at = 0;
        while (at < Math.min(expected.length(), actual.text.length())
                && expected.charAt(at) == actual.text.charAt(at)) {
            at++;
        }
        return " at " + at + ": expected ..." + around(expected, at) + "... but was ..." + around(actual.text, at);
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - 20), Math.min(text.length(), at + 60));
    }
}
