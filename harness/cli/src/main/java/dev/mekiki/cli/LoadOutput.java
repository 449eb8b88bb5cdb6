package dev.mekiki.cli;

import dev.mekiki.analysis.LoadJson;
import dev.mekiki.analysis.LoadRepeatAnalysis;
import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.LoadRepeats;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.LoadRequest.Wire;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code mekiki load} prints and writes. */
final class LoadOutput {
    private static final List<String> STATISTICS = List.of("p50", "p90", "p95", "p99");
    /** What is told of repeats, by its name in the JSON. */
    private static final Map<String, String> MAIN = new LinkedHashMap<>();
    static {
        MAIN.put("requests_per_s", "REQ/S");
        MAIN.put("output_tokens_per_s", "TOK/S");
        MAIN.put("ttft_ms/p50", "TTFT P50");
        MAIN.put("ttft_ms/p95", "TTFT P95");
        MAIN.put("tpot_ms/p50", "TPOT P50");
        MAIN.put("itl_ms/p99", "ITL P99");
        MAIN.put("e2e_ms/p95", "E2E P95");
        MAIN.put("goodput_per_s", "GOODPUT");
    }

    private LoadOutput() {}

    /** One level: an element of findings.json's {@code load}. Several: all of them, under {@code levels}. */
    static JsonNode json(List<LoadMeasured> measured, Optional<Path> details, Optional<String> capacity) {
        if (measured.size() == 1 && capacity.isEmpty()) {
            ObjectNode one = LoadJson.tree(measured.getFirst().found());
            details.ifPresent(file -> one.put("requests_detail", file.toString()));
            return one;
        }
        ObjectNode node = JsonOutput.object();
        ArrayNode levels = node.putArray("levels");
        measured.forEach(one -> levels.add(LoadJson.tree(one.found())));
        List<LoadRepeats> repeats = repeats(measured);
        if (!repeats.isEmpty()) {
            ArrayNode array = node.putArray("load_repeats");
            repeats.forEach(each -> array.add(LoadJson.tree(each)));
        }
        details.ifPresent(file -> node.put("requests_detail", file.toString()));
        capacity.ifPresent(said -> node.put("capacity", said));
        return node;
    }

    static void table(Terminal terminal, List<LoadMeasured> measured) {
        List<List<String>> rows = new ArrayList<>();
        for (LoadMeasured one : measured) {
            LoadFinding found = one.found();
            rows.add(List.of(found.profile(), found.requests() + (found.failed() > 0
                    ? " (" + found.failed() + " failed)"
                    : ""), number(found.requestsPerS(), 2), number(found.outputTokensPerS(), 1),
                    cell(found.ttftMs(), "p50"), cell(found.ttftMs(), "p95"), cell(found.ttftMs(), "p99"),
                    cell(found.tpotMs(), "p50"), cell(found.itlMs(), "p99"), cell(found.e2eMs(), "p95"),
                    found.verdict()));
        }
        new TextTable(List.of("LOAD", "REQUESTS", "REQ/S", "TOK/S", "TTFT P50", "P95", "P99", "TPOT P50", "ITL P99",
                "E2E P95", "VERDICT"), rows).lines(Math.max(terminal.width(), 120)).forEach(terminal.out()::println);
        for (LoadMeasured one : measured) {
            for (String why : one.found().why()) {
                terminal.out().println(one.found().profile() + ": " + TextTable.plain(why));
            }
            one.found().detail().ifPresent(detail -> {
                if (detail.results().size() > 1 || !detail.results().containsKey("ok")) {
                    terminal.out().println(one.found().profile() + ": " + detail.results().entrySet().stream()
                            .map(each -> each.getValue() + " " + each.getKey()).collect(Collectors.joining(", "))
                            + firstError(one.requests()));
                }
                Double resent = detail.figures().get("resent_requests");
                if (resent != null) {
                    terminal.out().println(one.found().profile() + ": " + number(OptionalDouble.of(resent), 0)
                            + " requests were sent again on a new connection: the server closed the kept one");
                }
                Double good = detail.figures().get("good_share");
                if (good != null) {
                    terminal.out().println(one.found().profile() + ": " + number(OptionalDouble.of(100 * good), 1)
                            + " % good, goodput " + number(OptionalDouble.of(
                                    detail.figures().getOrDefault("goodput_per_s", 0.0)), 2)
                            + " req/s");
                }
                detail.client().flatMap(client -> client.client().added()).ifPresent(added -> terminal.out().println(
                        one.found().profile() + ": the client adds " + number(OptionalDouble.of(added.p50Ms()), 2)
                                + " ms (p50), " + number(OptionalDouble.of(added.p99Ms()), 2) + " ms (p99) at "
                                + added.streams() + " streams, " + number(OptionalDouble.of(added.chunksPerS()), 0)
                                + " chunks/s, " + added.source()));
            });
        }
        List<LoadRepeats> repeats = repeats(measured);
        if (!repeats.isEmpty()) {
            repeats(terminal, repeats);
        }
        terminal.out().println("milliseconds; ≤ is what the percentile is not above with 99 % certainty, ~ what was "
                + "seen in too few requests for a fact");
    }

    private static List<LoadRepeats> repeats(List<LoadMeasured> measured) {
        return LoadRepeatAnalysis.of(measured.stream().map(LoadMeasured::found).toList());
    }

    /** Means of the repeats: of percentiles, those that every run has enough requests for. */
    private static void repeats(Terminal terminal, List<LoadRepeats> repeats) {
        List<List<String>> rows = new ArrayList<>();
        for (LoadRepeats each : repeats) {
            MAIN.forEach((measure, name) -> each.measure(measure).ifPresent(spread -> rows.add(List.of(each.profile(),
                    name, String.valueOf(spread.n()), number(OptionalDouble.of(spread.mean()), 2),
                    spread.interval().map(interval -> number(OptionalDouble.of(interval.low()), 2) + " to "
                            + number(OptionalDouble.of(interval.high()), 2)).orElse("–"),
                    number(spread.sd(), 2), number(OptionalDouble.of(spread.least()), 2) + " to "
                            + number(OptionalDouble.of(spread.most()), 2)))));
        }
        terminal.out().println();
        new TextTable(List.of("LOAD", "REPEATS OF", "N", "MEAN", "95 % (STUDENT'S T)", "SD", "LEAST TO MOST"), rows)
                .lines(Math.max(terminal.width(), 120)).forEach(terminal.out()::println);
    }

    private static String firstError(List<LoadRequest> requests) {
        return requests.stream().flatMap(request -> request.error().stream()).findFirst()
                .map(error -> "; the first: " + TextTable.plain(error)).orElse("");
    }

    /** A percentile as far as it is known. */
    private static String cell(Distribution found, String statistic) {
        OptionalDouble value = switch (statistic) {
            case "p50" -> found.p50();
            case "p90" -> found.p90();
            case "p95" -> found.p95();
            default -> found.p99();
        };
        if (value.isPresent()) {
            return number(value, 1);
        }
        Double upper = found.upper().get(statistic);
        if (upper != null) {
            return "≤" + number(OptionalDouble.of(upper), 1);
        }
        return found.unsupported().stream().filter(each -> each.percentile().equals(statistic))
                .map(Distribution.Unsupported::observed).filter(OptionalDouble::isPresent)
                .map(observed -> "~" + number(observed, 1)).findFirst().orElse("–");
    }

    private static String number(OptionalDouble value, int digits) {
        return value.isEmpty() ? "–" : String.format(Locale.ROOT, "%." + digits + "f", value.getAsDouble());
    }

    /** A line a level; every latency's percentiles, and every figure that any level has. */
    static void csv(Terminal terminal, List<LoadMeasured> measured) {
        List<String> figures = measured.stream().flatMap(one -> one.found().detail().stream())
                .flatMap(detail -> detail.figures().keySet().stream()).distinct().sorted().toList();
        List<String> header = new ArrayList<>(List.of("profile", "concurrency", "requests", "failed", "verdict",
                "requests_per_s", "output_tokens_per_s", "characters_per_s"));
        for (String measure : List.of("ttft_ms", "tpot_ms", "itl_ms", "e2e_ms")) {
            header.add(measure + "_mean");
            STATISTICS.forEach(statistic -> header.add(measure + "_" + statistic));
        }
        header.addAll(figures);
        terminal.out().println(String.join(",", header));
        for (LoadMeasured one : measured) {
            LoadFinding found = one.found();
            List<String> cells = new ArrayList<>(List.of(found.profile(), String.valueOf(found.concurrency()),
                    String.valueOf(found.requests()), String.valueOf(found.failed()), found.verdict(),
                    plain(found.requestsPerS()), plain(found.outputTokensPerS()), plain(found.charactersPerS())));
            for (Distribution distribution : List.of(found.ttftMs(), found.tpotMs(), found.itlMs(), found.e2eMs())) {
                cells.add(plain(distribution.mean()));
                cells.addAll(List.of(plain(distribution.p50()), plain(distribution.p90()), plain(distribution.p95()),
                        plain(distribution.p99())));
            }
            figures.forEach(name -> cells.add(found.detail().map(detail -> detail.figures().get(name))
                    .map(String::valueOf).orElse("")));
            terminal.out().println(String.join(",", cells));
        }
    }

    private static String plain(OptionalDouble value) {
        return value.isEmpty() ? "" : String.valueOf(value.getAsDouble());
    }

    /** A line a request; what is not known is not there. */
    static void details(Path file, List<LoadMeasured> measured) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (LoadMeasured one : measured) {
                for (LoadRequest request : one.requests()) {
                    ObjectNode node = JsonOutput.object().put("profile", one.found().profile())
                            .put("index", request.index()).put("intended_send_ms", request.intendedSendMs())
                            .put("sent_ms", request.sentMs());
                    if (request.ramp()) {
                        node.put("ramp", true);
                    }
                    Optional<Wire> wire = request.wire();
                    wire.flatMap(Wire::firstEventMs).ifPresent(at -> node.put("first_chunk_ms", at));
                    request.firstTokenMs().ifPresent(at -> node.put("first_token_ms", at));
                    wire.flatMap(Wire::firstAnswerMs).ifPresent(at -> node.put("first_answer_ms", at));
                    if (!request.chunkMs().isEmpty()) {
                        node.put("last_token_ms", request.chunkMs().getLast());
                    }
                    node.put("end_ms", request.endMs()).put("input_tokens", request.inputTokens())
                            .put("output_tokens", request.outputTokens()).put("chunks", request.chunkMs().size())
                            .put("characters", request.characters()).put("finish", request.finish());
                    wire.ifPresent(known -> node.put("result",
                            known.result().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .put("counted_by", known.counted().name().toLowerCase(Locale.ROOT)));
                    wire.flatMap(known -> known.resent().stream().boxed().findFirst())
                            .ifPresent(times -> node.put("resent", times));
                    request.error().ifPresent(error -> node.put("error", error));
                    out.write(JsonOutput.line(node));
                    out.newLine();
                }
            }
        }
    }
}
