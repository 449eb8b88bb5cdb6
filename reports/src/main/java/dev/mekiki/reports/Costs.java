package dev.mekiki.reports;

import dev.mekiki.domain.CostSettings;
import dev.mekiki.domain.CostSettings.Api;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.Throughput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What running the candidates costs, by the user's own figures and the measured load.
 *
 * @param assumptions all that the figures hang on
 * @param utilisations headings: shares of its time in which the machine answers
 */
public record Costs(List<String> assumptions, List<String> utilisations, List<Measure> measures, List<Even> evens,
        List<Hybrid> hybrids) {
    private static final double[] UTILISATIONS = {0.05, 0.25, 0.5, 1};

    /** One measure of all candidates under all profiles. */
    public record Measure(String label, List<Row> rows) {}

    /** A cell for each utilisation. */
    public record Row(Who who, String profile, List<Cell> cells) {}

    /** When a machine of one's own becomes cheaper than a service. */
    public record Even(Who who, String profile, String api, Cell request, Cell requests) {}

    /** A candidate under a profile that was measured. */
    record Measured(CandidateFindings candidate, String profile, Throughput throughput) {}

    static Optional<Costs> of(Edition edition) {
        Optional<CostSettings> cost = edition.model().cost();
        List<Measured> measured = cost.map(settings -> measured(edition, settings)).orElse(List.of());
        if (cost.isEmpty() || measured.isEmpty()) {
            return Optional.empty();
        }
        List<Measure> measures = List.of(
                measure(edition, "cost.request", measured, (one, share) -> one.requestYen(cost.get(), share)),
                measure(edition, "cost.characters", measured,
                        (one, share) -> one.thousandCharactersYen(cost.get(), share)),
                measure(edition, "cost.input", measured, (one, share) -> one.millionInputYen(cost.get(), share)),
                measure(edition, "cost.output", measured, (one, share) -> one.millionOutputYen(cost.get(), share)));
        List<Even> evens = new ArrayList<>();
        List<Hybrid> hybrids = new ArrayList<>();
        for (Api api : cost.get().apis()) {
            measured.forEach(one -> evens.add(even(edition, cost.get(), api, one)));
            measured.forEach(one -> Hybrid.of(edition, cost.get(), api, one, hybrids.size()).ifPresent(hybrids::add));
        }
        List<String> headings = Arrays.stream(UTILISATIONS)
                .mapToObj(share -> edition.say("cost.utilisation", edition.figures().count(Math.round(100 * share))))
                .toList();
        return Optional.of(new Costs(assumptions(edition, cost.get(), measured), headings, measures, evens, hybrids));
    }

    /** A service's own speed says nothing about this machine. */
    private static List<Measured> measured(Edition edition, CostSettings cost) {
        List<Measured> measured = new ArrayList<>();
        for (CandidateFindings candidate : edition.measured()) {
            boolean service = cost.apis().stream()
                    .anyMatch(api -> api.candidate().equals(Optional.of(candidate.name())));
            for (LoadFinding load : candidate.load()) {
                if (!service && !load.verdict().equals("invalid") && load.requestsPerS().isPresent()) {
                    Throughput.of(load.requestsPerS().getAsDouble(),
                            edition.model().load().getOrDefault(candidate.name() + "/" + load.profile(), List.of()))
                            .ifPresent(found -> measured.add(new Measured(candidate, load.profile(), found)));
                }
            }
        }
        return measured;
    }

    /** A figure at one utilisation. */
    private interface Figure {
        double at(Throughput throughput, double utilisation);
    }

    private static Measure measure(Edition edition, String label, List<Measured> measured, Figure figure) {
        return new Measure(edition.say(label), measured.stream().map(one -> new Row(edition.who(one.candidate().name()),
                one.profile(),
                Arrays.stream(UTILISATIONS)
                        .mapToObj(share -> Cell.of(yen(edition, figure.at(one.throughput(), share)))).toList()))
                .toList());
    }

    static String yen(Edition edition, double yen) {
        return edition.say("unit.yen", edition.figures().significant(yen));
    }

    private static Even even(Edition edition, CostSettings cost, Api api, Measured one) {
        Throughput throughput = one.throughput();
        double request = api.requestYen(throughput.inputTokens(), throughput.outputTokens());
        OptionalDouble requests = throughput.breakEven(cost, api);
        Cell when;
        if (requests.isEmpty()) {
            when = new Cell(edition.say("cost.never"), "", "open");
        } else {
            String count = edition.say("cost.requests", edition.figures().count(Math.round(requests.getAsDouble())));
            double share = requests.getAsDouble() / throughput.mostRequests();
            when = share > 1
                    ? new Cell(count, edition.say("cost.too-many", edition.figures().significant(share)), "open")
                    : Cell.of(count, edition.say("cost.share", edition.figures().percent(share)));
        }
        return new Even(edition.who(one.candidate().name()), one.profile(), api.name(), Cell.of(yen(edition, request)),
                when);
    }

    private static List<String> assumptions(Edition edition, CostSettings cost, List<Measured> measured) {
        CostSettings.Machine machine = cost.machine();
        List<String> told = new ArrayList<>();
        told.add(edition.say("cost.assumption.source", cost.name(), cost.source()));
        told.add(edition.say("cost.assumption.machine", amount(edition, machine.priceYen()),
                edition.figures().count(machine.lifeMonths()), amount(edition, machine.maintenanceYen())));
        told.add(edition.say("cost.assumption.power", edition.figures().count(Math.round(machine.powerW())),
                edition.figures().count(Math.round(machine.idleW())), yen(edition, cost.yenPerKwh()),
                edition.figures().count(Math.round(CostSettings.HOURS))));
        told.add(edition.say("cost.assumption.fixed", amount(edition, cost.fixedYen())));
        cost.apis().forEach(api -> told.add(edition.say("cost.assumption.api", api.name(), yen(edition, api.inputYen()),
                yen(edition, api.outputYen()))));
        told.add(edition.say("cost.assumption.shape"));
        measured.forEach(one -> told.add(edition.say("cost.assumption.load", one.candidate().name(), one.profile(),
                count(edition, one, Throughput::inputTokens), count(edition, one, Throughput::outputTokens),
                edition.figures().significant(one.throughput().requestsPerS()),
                edition.figures().percent(one.throughput().inputShare()))));
        return told;
    }

    private static String amount(Edition edition, double yen) {
        return edition.say("unit.yen", edition.figures().count(Math.round(yen)));
    }

    private static String count(Edition edition, Measured one, ToDoubleFunction<Throughput> figure) {
        return edition.figures().count(Math.round(figure.applyAsDouble(one.throughput())));
    }
}
