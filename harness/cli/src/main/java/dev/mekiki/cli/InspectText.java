package dev.mekiki.cli;

import dev.mekiki.license.architecture.ContextLength;
import dev.mekiki.license.architecture.Shape;
import dev.mekiki.license.dossier.ModelFacts;
import dev.mekiki.license.dossier.Transparency;
import dev.mekiki.license.files.ParameterCount;
import dev.mekiki.license.files.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Inspected models for people: two columns, what and its value. */
final class InspectText {
    private static final int MOST_SCRIPTS = 6;
    private static final Set<String> SCRIPTS = Set.of("latin", "han", "hiragana", "katakana", "hangul", "cyrillic",
            "arabic", "greek", "thai", "hebrew", "devanagari");
    private static final int MOST_STATEMENTS = 4;
    private final Texts texts;
    private final int width;

    InspectText(Texts texts, int width) {
        this.texts = texts;
        this.width = width;
    }

    List<String> lines(List<Inspected> inspected) {
        List<String> lines = new ArrayList<>();
        OptionalDouble best = inspected.stream().flatMap(one -> one.tokens().stream())
                .mapToDouble(TokenEfficiency::japanese).min();
        for (Inspected one : inspected) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            List<List<String>> rows = rows(one, inspected.size() > 1 ? best : OptionalDouble.empty()).stream()
                    .map(row -> row.stream().map(TextTable::plain).toList()).toList();
            lines.addAll(new TextTable(List.of(), rows).lines(width));
        }
        return lines;
    }

    private List<List<String>> rows(Inspected one, OptionalDouble best) {
        ModelFacts facts = one.facts();
        List<List<String>> rows = new ArrayList<>();
        row(rows, "model", facts.model());
        facts.architecture().ifPresent(name -> row(rows, "architecture",
                name + facts.shape().map(shape -> "; " + layers(shape)).orElse("")));
        parameters(rows, facts);
        row(rows, "weights", weights(facts.weights()));
        row(rows, "context", context(facts.context()));
        facts.vocabulary().ifPresent(size -> row(rows, "vocabulary", whole(size)));
        if (!facts.scripts().isEmpty()) {
            row(rows, "vocabulary", facts.scripts().stream().limit(MOST_SCRIPTS)
                    .map(script -> script(script.script()) + " " + whole(script.tokens()))
                    .collect(Collectors.joining(", ")));
        }
        one.tokens().ifPresent(tokens -> tokens(rows, tokens, facts.context(), best));
        row(rows, "languages", orNothing(facts.languages()));
        row(rows, "modalities", String.join(", ", facts.modalities().found())
                + (facts.modalities().declared().isEmpty()
                        ? ""
                        : " " + texts.get("inspect.declared", String.join(", ", facts.modalities().declared()))));
        row(rows, "license", orNothing(
                facts.licenses().stream().map(each -> each.id() + " (" + each.source() + ")").toList()));
        row(rows, "lineage", orNothing(facts.lineage().stream().map(base -> base.base() + ": " + base.relation()
                + (base.inferred() ? " " + texts.get("inspect.inferred") : "")).toList()));
        facts.looksLike().ifPresent(looks -> row(rows, "lineage", texts.get(
                looks.same() ? "inspect.looks-like" : "inspect.tokenizer-of", looks.family().name(),
                String.join(", ", looks.evidence()))));
        training(rows, facts.training());
        if (!facts.generation().isEmpty()) {
            row(rows, "generation", String.join(", ", facts.generation()));
        }
        facts.chatTemplate().ifPresent(template -> row(rows, "chat-template", template.source()));
        row(rows, "remote-code", texts.get(facts.remoteCode() ? "inspect.yes" : "inspect.no"));
        one.memory().forEach(
                report -> InspectMemory.lines(texts, report).forEach(line -> row(rows, "memory", line)));
        for (Inspected.Runs runs : one.engines()) {
            row(rows, "engine", runs.engine() + ": "
                    + runs.why().map(why -> texts.get("inspect.refused", why)).orElse(texts.get("inspect.runs")));
        }
        facts.warnings().forEach(warning -> row(rows, "warning", said(warning)));
        return rows;
    }

    private String said(String warning) {
        return texts.locale().getLanguage().equals("ja") ? Warning.japanese(warning).orElse(warning) : warning;
    }

    private String script(String name) {
        return SCRIPTS.contains(name) ? texts.get("inspect.script." + name) : name;
    }

    private void row(List<List<String>> rows, String key, String value) {
        String label = texts.get("inspect." + key);
        boolean again = !rows.isEmpty() && rows.stream().anyMatch(row -> row.getFirst().equals(label));
        rows.add(List.of(again ? "" : label, value));
    }

    private String orNothing(List<String> values) {
        return values.isEmpty() ? texts.get("inspect.nothing") : String.join(", ", values);
    }

    private String layers(Shape shape) {
        return texts.get("inspect.layers", shape.layers().size(), shape.kinds().entrySet().stream()
                .map(entry -> entry.getValue() + " "
                        + texts.get("inspect.layer." + entry.getKey().name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", ")))
                + shape.experts().map(experts -> "; " + texts.get("inspect.experts", experts.chosen(),
                        experts.routed())).orElse("");
    }

    private void parameters(List<List<String>> rows, ModelFacts facts) {
        ParameterCount count = facts.parameters();
        if (count.total().isEmpty()) {
            row(rows, "parameters", texts.get("inspect.not-counted"));
        } else {
            String active = count.active().isPresent() && count.active().getAsLong() != count.total().getAsLong()
                    ? "; " + texts.get("inspect.active", whole(count.active().getAsLong()))
                    : "";
            row(rows, "parameters", whole(count.total().getAsLong()) + active);
            List<Map.Entry<String, Long>> parts = count.parts().entrySet().stream()
                    .filter(part -> !part.getKey().equals(ParameterCount.REST)).toList();
            if (!parts.isEmpty()) {
                row(rows, "parameters", parts.stream().map(part -> texts.get("inspect.part." + part.getKey()) + " "
                        + whole(part.getValue())).collect(Collectors.joining(", ")));
            }
        }
        for (ModelFacts.Claim claim : facts.claims()) {
            row(rows, "claim", claim.says() + " (" + claim.source() + ")"
                    + claim.agrees().map(agrees -> ": " + texts.get(agrees ? "inspect.agrees" : "inspect.disagrees"))
                            .orElse(""));
        }
    }

    private String weights(ModelFacts.Weighing weights) {
        return bytes(weights.bytes()) + ", " + weights.format()
                + (weights.dtypes().isEmpty() ? "" : ", " + String.join(" ", weights.dtypes()))
                + weights.quantization().map(how -> ", " + how).orElse("")
                + (weights.bitsPerWeight().isPresent()
                        ? ", " + texts.get("inspect.bits",
                                String.format(Locale.ROOT, "%.2f", weights.bitsPerWeight().getAsDouble()))
                        : "");
    }

    private String context(ContextLength context) {
        String tokens = context.tokens().isPresent()
                ? texts.get("inspect.token-count", whole(context.tokens().getAsInt()))
                : texts.get("inspect.nothing");
        return tokens + context.scaling().map(words -> "; " + words).orElse("")
                + and("inspect.window", context.window());
    }

    private String and(String key, OptionalInt value) {
        return value.isPresent() ? "; " + texts.get(key, whole(value.getAsInt())) : "";
    }

    private void tokens(List<List<String>> rows, TokenEfficiency tokens, ContextLength context, OptionalDouble best) {
        String fits = context.tokens().isPresent()
                ? texts.get("inspect.characters", whole(tokens.charactersIn(context.tokens().getAsInt())))
                : "";
        String cost = best.isPresent()
                ? texts.get("inspect.relative", ratio(tokens.japanese() / best.getAsDouble()))
                : "";
        row(rows, "tokens", texts.get("inspect.tokens-ja", ratio(tokens.japanese())) + fits + cost);
        row(rows, "tokens", tokens.kinds().entrySet().stream()
                .map(kind -> texts.get("inspect.kind." + kind.getKey()) + " " + ratio(kind.getValue()))
                .collect(Collectors.joining(", ")));
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private void training(List<List<String>> rows, ModelFacts.Training training) {
        row(rows, "training", orNothing(training.declared()));
        training.statements().stream().limit(MOST_STATEMENTS)
                .forEach(each -> row(rows, "training", "“" + each.text() + "” (" + each.source() + ")"));
        Transparency transparency = training.transparency();
        row(rows, "transparency", transparency.grade().name() + ": " + transparency.reasons().stream()
                .map(reason -> texts.get("inspect.item." + reason.item().id()) + " "
                        + texts.get("inspect.state." + reason.state().id())
                        + reason.evidence().map(said -> " (" + said.source() + ")").orElse(""))
                .collect(Collectors.joining("; ")));
    }

    static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Decimal units, as disks and file lists have them. */
    static String bytes(long bytes) {
        String[] units = {"kB", "MB", "GB", "TB", "PB"};
        double value = bytes / 1000.0;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f %s" : value >= 10 ? "%.1f %s" : "%.2f %s", value,
                units[unit]);
    }
}
