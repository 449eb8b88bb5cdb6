package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import dev.mekiki.domain.CostSettings.Api;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.LoadFinding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What running the candidates costs, by the owner's figures and the measured load. Amounts are yen.
 *
 * @param assumptions all that is not measured here
 * @param costs one for each candidate and load profile whose result is not invalid; services have none on this machine
 */
public record CostFindings(CostSettings assumptions, List<Cost> costs) {
    private static final double[] UTILISATIONS = {0.05, 0.25, 0.5, 1};
    private static final double[] SHARES = {0, 0.25, 0.5, 0.75, 1};

    public CostFindings {
        requireNonNull(assumptions, "assumptions");
        costs = List.copyOf(costs);
    }

    /**
     * Of a candidate under a profile.
     *
     * @param throughput what the costs were reckoned from
     */
    public record Cost(String candidate, String profile, Throughput throughput, List<At> at, List<Service> services) {
        public Cost {
            at = List.copyOf(at);
            services = List.copyOf(services);
        }
    }

    /** @param utilisation share of its time in which the machine answers */
    public record At(double utilisation, double requestYen, double thousandCharactersYen, double millionInputTokensYen,
            double millionOutputTokensYen) {}

    /**
     * Beside a service.
     *
     * @param requestYen what a request of the same tokens costs there
     * @param breakEvenRequests a month, from which on the machine is cheaper; empty where it never is
     * @param mixture some requests answered here, the rest there; empty where the month's requests are not known, or more than the machine can do
     */
    public record Service(String api, double requestYen, OptionalDouble breakEvenRequests, List<Mixture> mixture) {
        public Service {
            mixture = List.copyOf(mixture);
        }
    }

    /**
     * @param share of the requests that the candidate answers
     * @param requestYen in the mean
     * @param quality metrics in which both were scored, as if it were drawn at random where a request goes
     */
    public record Mixture(double share, double requestYen, SortedMap<String, Double> quality) {
        public Mixture {
            quality = Collections.unmodifiableSortedMap(new TreeMap<>(quality));
        }
    }

    /** @param load requests of each load profile: key {@code candidate/profile} */
    public static CostFindings of(CostSettings settings, Findings findings, Map<String, List<LoadRequest>> load) {
        List<Cost> costs = new ArrayList<>();
        for (CandidateFindings candidate : findings.candidates()) {
            // a service's own speed says nothing about this machine
            boolean service = settings.apis().stream()
                    .anyMatch(api -> api.candidate().equals(Optional.of(candidate.name())));
            if (service || candidate.refused().isPresent()) {
                continue;
            }
            for (String profile : candidate.loadProfiles()) {
                throughput(candidate, profile, load)
                        .ifPresent(known -> costs.add(cost(settings, findings, candidate, profile, known)));
            }
        }
        return new CostFindings(settings, costs);
    }

    /** Of repeats, the mean rate. */
    private static Optional<Throughput> throughput(CandidateFindings candidate, String profile,
            Map<String, List<LoadRequest>> load) {
        List<LoadFinding> runs = candidate.load().stream().filter(run -> run.planned().equals(profile)
                && !run.verdict().equals("invalid") && run.requestsPerS().isPresent()).toList();
        List<LoadRequest> requests = runs.stream()
                .flatMap(run -> load.getOrDefault(candidate.name() + "/" + run.profile(), List.of()).stream()).toList();
        return Throughput.of(
                runs.stream().mapToDouble(run -> run.requestsPerS().getAsDouble()).average().orElse(0), requests);
    }

    private static Cost cost(CostSettings settings, Findings findings, CandidateFindings candidate, String profile,
            Throughput throughput) {
        List<At> at = Arrays.stream(UTILISATIONS)
                .mapToObj(share -> new At(share, throughput.requestYen(settings, share),
                        throughput.thousandCharactersYen(settings, share), throughput.millionInputYen(settings, share),
                        throughput.millionOutputYen(settings, share)))
                .toList();
        List<Service> services = settings.apis().stream()
                .map(api -> new Service(api.name(), api.requestYen(throughput.inputTokens(), throughput.outputTokens()),
                        throughput.breakEven(settings, api),
                        mixture(settings, api, throughput, candidate,
                                api.candidate().flatMap(findings::candidate))))
                .toList();
        return new Cost(candidate.name(), profile, throughput, at, services);
    }

    private static List<Mixture> mixture(CostSettings settings, Api api, Throughput throughput,
            CandidateFindings candidate, Optional<CandidateFindings> service) {
        double requests = settings.requestsPerMonth().orElse(Double.POSITIVE_INFINITY);
        if (requests > throughput.mostRequests()) {
            return List.of();
        }
        return Arrays.stream(SHARES).mapToObj(share -> new Mixture(share,
                throughput.hybridYen(settings, api, requests, share), quality(candidate, service, share))).toList();
    }

    private static SortedMap<String, Double> quality(CandidateFindings candidate, Optional<CandidateFindings> service,
            double share) {
        SortedMap<String, Double> quality = new TreeMap<>();
        candidate.metrics().forEach(own -> service.flatMap(other -> other.metric(own.metric())).ifPresent(other -> {
            if (own.value().isPresent() && other.value().isPresent()) {
                quality.put(own.metric(),
                        share * own.value().getAsDouble() + (1 - share) * other.value().getAsDouble());
            }
        }));
        return quality;
    }
}
