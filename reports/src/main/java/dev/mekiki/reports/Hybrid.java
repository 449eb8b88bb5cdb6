package dev.mekiki.reports;

import dev.mekiki.domain.CostSettings;
import dev.mekiki.domain.CostSettings.Api;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Throughput;
import dev.mekiki.reports.chart.Charts;
import dev.mekiki.reports.chart.Charts.Bar;
import dev.mekiki.reports.chart.Charts.Point;
import dev.mekiki.reports.chart.Charts.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A share of the requests answered by a candidate, the rest by a service: quality against cost. Which requests go where is drawn at random;
 * somebody who sends the hard ones to the service does better.
 *
 * @param rows one a share
 */
public record Hybrid(String title, List<PageMarkup> chart, List<Row> rows) {
    private static final double[] SHARES = {0, 0.25, 0.5, 0.75, 1};

    /** A share that is answered by the candidate. */
    public record Row(String share, String cost, String quality) {}

    /** @return empty unless the month's requests are known, and the quality of both */
    static Optional<Hybrid> of(Edition edition, CostSettings cost, Api api, Costs.Measured one, int at) {
        Optional<CandidateFindings> service = api.candidate()
                .flatMap(name -> edition.model().findings().candidate(name));
        if (service.isEmpty() || cost.requestsPerMonth().isEmpty()) {
            return Optional.empty();
        }
        double requests = cost.requestsPerMonth().getAsDouble();
        if (requests > one.throughput().mostRequests()) {
            return Optional.empty();
        }
        return edition.mainScores().stream().filter(metric -> !Toxicity.concerns(metric))
                .filter(metric -> value(service.get(), metric).isPresent()
                        && value(one.candidate(), metric).isPresent())
                .findFirst().map(metric -> drawn(edition, cost, api, one, metric, requests,
                        value(one.candidate(), metric).get(), value(service.get(), metric).get(),
                        edition.index(service.get().name()), at));
    }

    private static Optional<Double> value(CandidateFindings candidate, String metric) {
        return Measured.of(candidate, metric).filter(found -> found.unit() == Unit.SHARE && found.value().isPresent())
                .map(found -> found.value().getAsDouble());
    }

    private static Hybrid drawn(Edition edition, CostSettings cost, Api api, Costs.Measured one, String metric,
            double requests, double own, double others, int service, int at) {
        Throughput throughput = one.throughput();
        List<Row> rows = new ArrayList<>();
        List<double[]> curve = new ArrayList<>();
        for (double share : SHARES) {
            double yen = throughput.hybridYen(cost, api, requests, share);
            double quality = share * own + (1 - share) * others;
            rows.add(new Row(edition.figures().percent(share), Costs.yen(edition, yen),
                    edition.figures().percent(quality)));
            if (share > 0) {
                curve.add(new double[]{yen, 100 * quality});
            }
        }
        double all = throughput.hybridYen(cost, api, requests, 1);
        double none = throughput.hybridYen(cost, api, requests, 0);
        double most = Math.max(none, curve.stream().mapToDouble(point -> point[0]).max().orElse(1));
        curve.sort(Comparator.comparingDouble(point -> point[0]));
        String title = edition.say("cost.hybrid", one.candidate().name(), one.profile(), api.name(),
                edition.figures().count(Math.round(requests)), edition.labels().metric(metric));
        String svg = Charts.tradeOff(List.of(
                new Point(edition.index(one.candidate().name()), new Bar(all, all, all),
                        new Bar(100 * own, 100 * own, 100 * own), true,
                        Visible.of(Visible.beginning(one.candidate().name(), 24))),
                new Point(service, new Bar(none, none, none), new Bar(100 * others, 100 * others, 100 * others), true,
                        Visible.of(Visible.beginning(api.name(), 24)))),
                Scale.upTo(1.15 * most).in(edition.say("cost.axis")), Scale.upTo(100).in("%"), curve,
                edition.caption("hybrid-" + at, title, edition.say("cost.hybrid.chart")));
        return new Hybrid(title, PageMarkup.chart(svg), rows);
    }
}
