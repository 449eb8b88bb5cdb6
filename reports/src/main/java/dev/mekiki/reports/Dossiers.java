package dev.mekiki.reports;

import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.Dossier.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the candidates' own files say of them, side by side. */
public record Dossiers(List<Who> who, List<Row> rows, List<Warnings> warnings) {
    /** One fact of every candidate. */
    public record Row(String label, List<String> cells) {}

    /** What a reader should know of one candidate. */
    public record Warnings(Who who, List<String> warnings) {}

    private static final int MOST_SCRIPTS = 5;

    static Dossiers of(Edition edition) {
        List<Dossier> dossiers = new ArrayList<>();
        List<Who> who = new ArrayList<>();
        edition.candidates().forEach(candidate -> candidate.dossier().ifPresent(dossier -> {
            who.add(edition.who(candidate.name()));
            dossiers.add(dossier);
        }));
        Rows rows = new Rows(edition, dossiers, new ArrayList<>());
        Figures figures = edition.figures();
        rows.add("architecture", Dossier::architecture);
        rows.add("parameters", dossier -> dossier.parameters().stream().boxed().findFirst().map(count -> edition.say(
                "parameters", figures.parameters(count))
                + dossier.traits().filter(traits -> traits.activeParameters().orElse(count) != count)
                        .map(traits -> edition.say("models.active",
                                figures.parameters(traits.activeParameters().getAsLong())))
                        .orElse("")));
        rows.add("weights", dossier -> dossier.weightsBytes().stream().boxed().findFirst().map(
                bytes -> figures.bytes(bytes) + " " + String.join(" ", dossier.dtypes())
                        + dossier.traits().flatMap(Traits::quantization).map(how -> " " + how).orElse("")));
        rows.add("context", dossier -> dossier.contextTokens().stream().boxed().findFirst().map(
                tokens -> edition.say("models.tokens", figures.count(tokens)) + dossier.traits()
                        .filter(traits -> traits.tokensPerCharacter().isPresent())
                        .map(traits -> edition.say("models.characters", figures.count(
                                Math.round(tokens / traits.tokensPerCharacter().getAsDouble()))))
                        .orElse("")));
        rows.add("tokens-ja", dossier -> dossier.traits().filter(traits -> traits.tokensPerCharacter().isPresent())
                .map(traits -> String.format(java.util.Locale.ROOT, "%.2f",
                        traits.tokensPerCharacter().getAsDouble())));
        rows.add("scripts", dossier -> dossier.traits().filter(traits -> !traits.scripts().isEmpty())
                .map(traits -> traits.scripts().stream().limit(MOST_SCRIPTS)
                        .map(script -> edition.texts().find("script." + script.script()).orElse(script.script()) + " "
                                + figures.count(script.tokens()))
                        .reduce((a, b) -> a + ", " + b).orElse("")));
        rows.add("memory", dossier -> dossier.traits().filter(traits -> !traits.memory().isEmpty())
                .map(traits -> traits.memory().stream().map(memory -> edition.say("models.memory-at",
                        figures.count(memory.contextTokens()), figures.count(memory.sequences()),
                        figures.bytes(memory.totalBytes()), memory.engine())).reduce((a, b) -> a + "\n" + b)
                        .orElse("")));
        rows.add("transparency", dossier -> dossier.traits().flatMap(Traits::transparency)
                .map(grade -> edition.texts().find("models.grade." + grade).orElse(grade)));
        rows.add("bases", dossier -> Optional.of(String.join(", ", dossier.baseModels()))
                .filter(names -> !names.isEmpty()));
        rows.add("looks-like", dossier -> dossier.traits().flatMap(Traits::looksLike));
        rows.add("remote-code", dossier -> Optional.of(edition.say(dossier.remoteCode() ? "models.yes" : "models.no")));
        List<Warnings> warnings = new ArrayList<>();
        for (int i = 0; i < dossiers.size(); i++) {
            if (!dossiers.get(i).warnings().isEmpty()) {
                warnings.add(new Warnings(who.get(i),
                        dossiers.get(i).warnings().stream().map(edition.texts()::translated).toList()));
            }
        }
        return new Dossiers(who, rows.rows(), warnings);
    }

    private record Rows(Edition edition, List<Dossier> dossiers, List<Row> rows) {
        /** Left out where no candidate has it. */
        void add(String key, Function<Dossier, Optional<String>> fact) {
            List<Optional<String>> cells = dossiers.stream().map(fact).toList();
            if (cells.stream().anyMatch(Optional::isPresent)) {
                rows.add(new Row(edition.say("models." + key), cells.stream().map(cell -> cell.orElse("–")).toList()));
            }
        }
    }
}
