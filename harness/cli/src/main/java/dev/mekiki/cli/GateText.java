package dev.mekiki.cli;

import dev.mekiki.analysis.RunComparison.Difference;
import dev.mekiki.domain.ReasonText;
import dev.mekiki.domain.Selection.State;
import dev.mekiki.domain.UpgradeVerdict.RuleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A gate's verdict to read on a terminal. */
final class GateText {
    private static final int MOST_SAMPLES = 10;
    private static final int LONGEST = 56;
    private final Texts texts;
    private final int width;

    GateText(Texts texts, int width) {
        this.texts = texts;
        this.width = width;
    }

    List<String> lines(GateOutcome outcome) {
        GateInput input = outcome.input();
        List<String> lines = new ArrayList<>(new TextTable(List.of(), List.of(
                List.of(texts.get("gate.policy"), input.policy().source()),
                List.of(texts.get("gate.baseline"), input.baseline().path() + "  " + input.a()),
                List.of(texts.get("gate.candidate"), input.candidate().path() + "  " + input.b()))).lines(width));
        lines.add("");
        lines.add(texts.get("compare.differences"));
        differences(outcome.compared().comparison().differences(), lines);
        lines.add("");
        outcome.verdict().rules().forEach(rule -> rule(rule, lines));
        lines.add("");
        outcome.compared().evidence().missing().forEach(missing -> lines.addAll(
                TextTable.wrap(texts.get("gate.missing", TextTable.plain(missing)), width)));
        outcome.saved().ifPresent(saved -> lines.add(saved(texts, saved)));
        lines.addAll(TextTable.wrap(headline(texts, outcome), width));
        return lines;
    }

    static String saved(Texts texts, GateOutcome.Saved saved) {
        return texts.get("gate.saved", saved.measured(), saved.of(), saved.percent());
    }

    /** The verdict, and how many rules stand behind it. */
    static String headline(Texts texts, GateOutcome outcome) {
        return texts.get("gate.headline." + outcome.word(), outcome.verdict().rules().size(),
                outcome.verdict().rules(State.PASSED).size(), outcome.verdict().rules(State.FAILED).size(),
                outcome.verdict().rules(State.UNDECIDED).size());
    }

    private void differences(List<Difference> differences, List<String> lines) {
        if (differences.isEmpty()) {
            lines.add("  " + texts.get("compare.no-differences"));
        }
        for (Difference difference : differences) {
            lines.addAll(new TextTable(List.of(), List.of(List.of("  " + difference.what(),
                    shown(difference.a().orElse("–")) + " → " + shown(difference.b().orElse("–"))))).lines(width));
        }
    }

    private static String shown(String text) {
        String plain = TextTable.plain(text);
        return plain.length() <= LONGEST
                ? plain
                : plain.substring(0, LONGEST / 2) + "…"
                        + plain.substring(plain.length() - LONGEST / 4);
    }

    private void rule(RuleResult result, List<String> lines) {
        String word = texts.get("gate.state." + result.state().name().toLowerCase(Locale.ROOT));
        String reason = ReasonText.in(texts.locale(), result.reason());
        lines.addAll(new TextTable(List.of(), List.of(List.of(word, result.text() + "\n" + TextTable.plain(reason))))
                .lines(width));
        if (!result.samples().isEmpty()) {
            List<String> shown = result.samples().stream().limit(MOST_SAMPLES).map(TextTable::plain).toList();
            String more = result.samples().size() > MOST_SAMPLES
                    ? texts.get("compare.more", result.samples().size() - MOST_SAMPLES)
                    : "";
            lines.addAll(new TextTable(List.of(), List.of(List.of(" ".repeat(TextTable.width(word)),
                    String.join("\n", shown) + (more.isEmpty() ? "" : "\n" + more)))).lines(width));
        }
    }
}
