package dev.mekiki.cli;

import dev.mekiki.analysis.CompareOptions;
import dev.mekiki.analysis.CompareOptions.Despite;
import dev.mekiki.analysis.RunComparer;
import dev.mekiki.analysis.RunComparison;
import dev.mekiki.analysis.ValueComparer;
import dev.mekiki.reports.SheetPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "compare", description = "Two runs, paired by sample: what differed, what got better or worse, and which answers flipped.")
final class CompareCommand extends BaseCommand {
    /** How to print it. */
    enum Format {
        TABLE, JSON, MD, HTML
    }

    @Parameters(index = "0", paramLabel = "DIR_A", description = "A run's folder (the old one), or imported findings.")
    private Path a = Path.of("");

    @Parameters(index = "1", paramLabel = "DIR_B", description = "Another (the new one); may be the same folder.")
    private Path b = Path.of("");

    @Option(names = "--candidate-a", paramLabel = "NAME", description = "Which candidate of DIR_A. Default: all that both have by name, or the only one.")
    private @Nullable String candidateA;

    @Option(names = "--candidate-b", paramLabel = "NAME", description = "Which candidate of DIR_B.")
    private @Nullable String candidateB;

    @Option(names = "--metric", split = ",", paramLabel = "PATH", description = "Only these metrics; p is adjusted over them alone. Choose before you look.")
    private List<String> metrics = List.of();

    @Option(names = "--matters", paramLabel = "D", description = "The smallest difference that matters. Default: 0.05 (5 points).")
    private @Nullable Double matters;

    @Option(names = "--non-inferior-by", paramLabel = "D", description = "Ask also whether B is no worse than A by D.")
    private @Nullable Double margin;

    @Option(names = "--confidence", paramLabel = "C", description = "Of that question, one-sided. Default: 0.95.")
    private double confidence = 0.95;

    @Option(names = "--despite", split = ",", paramLabel = "WHAT", description = "Compare although these differ: prompts, scoring.")
    private Set<Despite> despite = Set.of();

    @Option(names = "--lang", split = ",", paramLabel = "ja|en", description = "Languages; html takes both, the first one shown first. Default: the environment's; html: both.")
    private List<String> languages = List.of();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default), json, md or html.")
    private Format format = Format.TABLE;

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        CompareOptions options = options();
        ComparisonSide left = ComparisonSide.of(a);
        ComparisonSide right = ComparisonSide.of(b);
        List<RunComparison> comparisons = new ArrayList<>();
        for (Pair pair : pairs(left, right)) {
            comparisons.add(left.run().isPresent() && right.run().isPresent()
                    ? RunComparer.compare(left.run().get(), pair.a(), right.run().get(), pair.b(), options)
                    : ValueComparer.compare(left.stated(), pair.a(), right.stated(), pair.b(), options));
        }
        switch (format) {
            case JSON -> terminal.out().println(
                    JsonOutput.pretty(CompareJson.tree(left, right, comparisons, options, Texts.of(Locale.ENGLISH))));
            case TABLE -> new CompareText(texts().getFirst(), terminal.width()).lines(left, right, comparisons)
                    .forEach(terminal.out()::println);
            case MD -> terminal.out().print(SheetPage.markdown(
                    new CompareSheet(texts().getFirst(), left, right).of(comparisons), GateOutputs.MOST_SUMMARY));
            case HTML -> terminal.out().print(SheetPage.html(texts().stream()
                    .map(language -> new CompareSheet(language, left, right).of(comparisons)).toList()));
        }
        return comparisons.stream().allMatch(one -> one.metrics().isEmpty()) ? ExitCode.UNDECIDED : ExitCode.DONE;
    }

    private List<Texts> texts() {
        return Texts.chosen(languages);
    }

    private CompareOptions options() throws Failure {
        Texts.check(languages);
        if ((matters != null && !(matters > 0)) || (margin != null && !(margin > 0))) {
            throw new Failure(ExitCode.USAGE, "--matters and --non-inferior-by take a difference above 0, such as 0.03",
                    "");
        }
        if (!(confidence > 0.5 && confidence < 1)) {
            throw new Failure(ExitCode.USAGE, "--confidence lies between 0.5 and 1, such as 0.95", "");
        }
        return new CompareOptions(metrics,
                matters == null ? OptionalDouble.empty() : OptionalDouble.of(matters), despite,
                margin == null ? OptionalDouble.empty() : OptionalDouble.of(margin), confidence);
    }

    private record Pair(String a, String b) {}

    private List<Pair> pairs(ComparisonSide left, ComparisonSide right) throws Failure {
        if (candidateA != null || candidateB != null) {
            return List.of(new Pair(one(left, candidateA, candidateB), one(right, candidateB, candidateA)));
        }
        List<String> common = left.candidates().stream().filter(right.candidates()::contains).toList();
        if (!common.isEmpty() && !left.path().toAbsolutePath().normalize()
                .equals(right.path().toAbsolutePath().normalize())) {
            return common.stream().map(name -> new Pair(name, name)).toList();
        }
        return List.of(new Pair(one(left, null, null), one(right, null, null)));
    }

    /** The one named; or of the same name as the other side's; or the only one. */
    private static String one(ComparisonSide side, @Nullable String named, @Nullable String other) throws Failure {
        List<String> known = side.candidates();
        if (named != null) {
            if (!known.contains(named)) {
                throw CatalogueCommand.unknown("candidate in " + side.path(), named, known);
            }
            return named;
        }
        if (known.size() == 1) {
            return known.getFirst();
        }
        if (other != null && known.contains(other)) {
            return other;
        }
        throw new Failure(ExitCode.USAGE, side.path() + " has several candidates: " + String.join(", ", known),
                "name one with --candidate-a and one with --candidate-b");
    }
}
