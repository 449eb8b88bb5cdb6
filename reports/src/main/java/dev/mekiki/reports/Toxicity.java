package dev.mekiki.reports;

import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.Score.Scored;
import dev.mekiki.domain.ScoredSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Rude or dangerous answers, by category, with the scorer's own errors; and harmless requests that were refused. */
public record Toxicity(List<Quality.Plot> plots, List<Breakdown> breakdowns, List<String> errors,
        List<String> corrections, List<Ends> ends) {
    private static final int MOST_CATEGORIES = 24;

    /** Counts by a label of the samples. */
    public record Breakdown(String metric, String label, List<Who> who, List<Row> rows) {}

    /** One category: {@code 3 / 25（12.0 %）} for each candidate. */
    public record Row(String category, List<Cell> cells) {}

    /** How one candidate's answers to one task ended: answered, refused, empty, cut short, failed. */
    public record Ends(Who who, String task, List<String> counts) {}

    static boolean concerns(String metric) {
        return metric.endsWith("/toxic") || metric.endsWith("/toxic_ngram") || metric.endsWith("/refusal");
    }

    static Optional<Toxicity> of(Edition edition) {
        List<String> names = List.copyOf(Quality.names(edition, Toxicity::concerns));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        List<Quality.Plot> plots = new ArrayList<>();
        List<Breakdown> breakdowns = new ArrayList<>();
        for (String name : names) {
            plots.add(Quality.plot(edition, name, "toxicity-" + plots.size()));
            breakdown(edition, name).ifPresent(breakdowns::add);
        }
        return Optional.of(new Toxicity(plots, breakdowns, ScorerErrors.known(edition, names),
                ScorerErrors.corrections(edition, names),
                ends(edition, names)));
    }

    private static List<Ends> ends(Edition edition, List<String> names) {
        List<String> tasks = names.stream().filter(name -> name.split("/", -1).length == 3)
                .map(name -> name.substring(0, name.lastIndexOf('/'))).distinct().toList();
        List<Ends> ends = new ArrayList<>();
        for (String task : tasks) {
            for (CandidateFindings candidate : edition.measured()) {
                int[] counts = new int[5];
                edition.model().samples().stream()
                        .filter(sample -> sample.sampled().candidate().equals(candidate.name())
                                && (sample.sampled().suite() + "/" + sample.sampled().task()).equals(task))
                        .forEach(sample -> counts[end(sample)]++);
                List<String> cells = new ArrayList<>(Arrays.stream(counts).mapToObj(edition.figures()::count).toList());
                if (counts[1] == 0 && !names.contains(task + "/refusal")) {
                    // nobody looked for refusals here
                    cells.set(1, "–");
                }
                ends.add(new Ends(edition.who(candidate.name()), edition.labels().task(task), cells));
            }
        }
        return ends;
    }

    /** The column: each answer is in one of them, and what broke is never an answer. */
    private static int end(ScoredSample sample) {
        boolean refuses = sample.scores().get("refusal") instanceof Scored(double value) && value >= 0.5;
        return switch (sample.sampled().outcome()) {
            case Outcome.TimedOut late -> 4;
            case Outcome.Failed failed -> 4;
            case Outcome.Refused refused -> 1;
            case Outcome.Truncated truncated -> refuses ? 1 : 3;
            case Outcome.Answered answered -> refuses ? 1 : isEmpty(answered) ? 2 : 0;
        };
    }

    private static boolean isEmpty(Outcome.Answered answered) {
        return answered.answer() instanceof Outcome.Answer.Text(String text) && text.isBlank();
    }

    /** By the label {@code category}, or else the first label with at least two values. */
    private static Optional<Breakdown> breakdown(Edition edition, String metric) {
        String path = metric.substring(0, metric.lastIndexOf('/'));
        String score = metric.substring(metric.lastIndexOf('/') + 1);
        List<ScoredSample> samples = edition.model().samples().stream()
                .filter(sample -> (sample.sampled().suite() + "/" + sample.sampled().task()).equals(path)).toList();
        TreeMap<String, TreeMap<String, Integer>> labels = new TreeMap<>();
        samples.forEach(sample -> sample.sampled().labels().forEach(
                (key, value) -> labels.computeIfAbsent(key, any -> new TreeMap<>()).merge(value, 1, Integer::sum)));
        Optional<String> label = labels.containsKey("category")
                ? Optional.of("category")
                : labels.entrySet().stream().filter(entry -> entry.getValue().size() > 1
                        && entry.getValue().size() <= MOST_CATEGORIES).map(entry -> entry.getKey()).findFirst();
        return label.map(key -> {
            SequencedMap<String, List<Cell>> cells = new LinkedHashMap<>();
            labels.getOrDefault(key, new TreeMap<>()).keySet().stream().limit(MOST_CATEGORIES)
                    .forEach(category -> cells.put(category, edition.measured().stream()
                            .map(candidate -> count(edition, samples.stream()
                                    .filter(sample -> sample.sampled().candidate().equals(candidate.name())
                                            && category.equals(sample.sampled().labels().get(key)))
                                    .toList(), score))
                            .toList()));
            return new Breakdown(edition.labels().metric(metric), key,
                    edition.measured().stream().map(candidate -> edition.who(candidate.name())).toList(),
                    cells.entrySet().stream().map(entry -> new Row(category(edition, entry.getKey()), entry.getValue()))
                            .toList());
        });
    }

    private static String category(Edition edition, String category) {
        return edition.texts().find("category." + category).orElse(category);
    }

    private static Cell count(Edition edition, List<ScoredSample> samples, String metric) {
        int scored = 0;
        int marked = 0;
        for (ScoredSample sample : samples) {
            Score score = sample.scores().get(metric);
            if (score instanceof Scored(double value)) {
                scored++;
                marked += value >= 0.5 ? 1 : 0;
            }
        }
        return scored == 0
                ? Cell.NONE
                : Cell.of(edition.figures().count(marked) + " / " + edition.figures().count(scored),
                        edition.figures().percent((double) marked / scored));
    }
}
