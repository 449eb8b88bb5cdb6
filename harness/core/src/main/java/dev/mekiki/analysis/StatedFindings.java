package dev.mekiki.analysis;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Findings;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values without the samples behind them, as a {@code findings.json} states them.
 *
 * @param imported whether another tool measured them
 * @param candidates metrics by candidate
 */
public record StatedFindings(String plan, String planHash, boolean imported, Map<String, List<Stated>> candidates) {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build()).build()).build();

    /**
     * One metric of one candidate.
     *
     * @param scored samples with a score
     * @param proportion whether a sample's score is 0 or 1
     */
    public record Stated(String metric, int scored, OptionalDouble value, Optional<Interval> interval, Better better,
            boolean proportion) {}

    /** What a run's own findings state. */
    public static StatedFindings of(Findings findings) {
        Map<String, List<Stated>> candidates = new LinkedHashMap<>();
        for (CandidateFindings candidate : findings.candidates()) {
            candidates.put(candidate.name(), candidate.metrics().stream().map(StatedFindings::stated).toList());
        }
        return new StatedFindings(findings.plan().name(), findings.plan().hash(), false, candidates);
    }

    /** What a run with its samples states. */
    public static StatedFindings of(ComparedRun run) {
        Map<String, List<Stated>> candidates = new LinkedHashMap<>();
        run.candidates().forEach(name -> candidates.put(name,
                run.findings(name).metrics().stream().map(StatedFindings::stated).toList()));
        return new StatedFindings(run.plan(), run.planHash(), false, candidates);
    }

    private static Stated stated(MetricFinding found) {
        return new Stated(found.metric(), found.scored(), found.value(), found.interval(), found.better(),
                found.kind().equals("proportion"));
    }

    /**
     * Reads a {@code findings.json} of any tool that writes {@code mekiki.findings/1}.
     *
     * @param file its name, for problems
     * @throws InvalidInput if it is none
     */
    public static StatedFindings read(String file, String json) throws InvalidInput {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new InvalidInput(Problem.in(file, "not JSON: " + e.getOriginalMessage()));
        }
        if (!root.path("format").asString("").equals(FindingsJson.FORMAT)) {
            throw new InvalidInput(Problem.in(file, "not findings: “format” should be " + FindingsJson.FORMAT));
        }
        Map<String, List<Stated>> candidates = new LinkedHashMap<>();
        boolean imported = root.path("imported").asBoolean(false);
        for (JsonNode candidate : root.path("candidates")) {
            List<Stated> metrics = new ArrayList<>();
            candidate.path("metrics").forEach(metric -> metrics.add(stated(metric)));
            candidates.put(candidate.path("name").asString(""), metrics);
            imported |= candidate.path("imported").asBoolean(false);
        }
        return new StatedFindings(root.path("plan").path("name").asString(""),
                root.path("plan").path("hash").asString(""), imported, candidates);
    }

    private static Stated stated(JsonNode node) {
        JsonNode interval = node.path("interval");
        return new Stated(node.path("metric").asString(""), node.path("scored").asInt(node.path("n").asInt(0)),
                number(node.path("value")),
                interval.path("low").isNumber() && interval.path("high").isNumber()
                        ? Optional.of(new Interval(interval.path("low").doubleValue(),
                                interval.path("high").doubleValue(), interval.path("level").asDouble(Bootstrap.LEVEL),
                                interval.path("method").asString("")))
                        : Optional.empty(),
                node.path("better").asString("higher").equals("lower") ? Better.LOWER : Better.HIGHER,
                node.path("kind").asString("").equals("proportion"));
    }

    private static OptionalDouble number(JsonNode node) {
        return node.isNumber() && Double.isFinite(node.doubleValue())
                ? OptionalDouble.of(node.doubleValue())
                : OptionalDouble.empty();
    }
}
