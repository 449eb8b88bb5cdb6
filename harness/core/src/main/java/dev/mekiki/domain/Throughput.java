package dev.mekiki.domain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a machine does under one load profile, and what that costs.
 *
 * @param requestsPerS that succeeded
 * @param inputTokens of a request, in the mean
 * @param outputTokens of a request, in the mean
 * @param characters of a request's output, in the mean
 * @param inputShare of a request's time that passes before its first token: what of its cost is its input's
 */
public record Throughput(double requestsPerS, double inputTokens, double outputTokens, double characters,
        double inputShare) {
    /** Of requests that succeeded; empty where nothing did, or tokens were not counted. */
    public static Optional<Throughput> of(double requestsPerS, List<LoadRequest> requests) {
        List<LoadRequest> good = requests.stream()
                .filter(request -> request.error().isEmpty() && request.firstTokenMs().isPresent()).toList();
        double input = good.stream().mapToDouble(LoadRequest::inputTokens).average().orElse(0);
        double output = good.stream().mapToDouble(LoadRequest::outputTokens).average().orElse(0);
        double characters = good.stream().mapToDouble(LoadRequest::characters).average().orElse(0);
        double first = good.stream().mapToDouble(request -> request.firstTokenMs().orElse(0.0) - request.sentMs())
                .sum();
        double whole = good.stream().mapToDouble(request -> request.endMs() - request.sentMs()).sum();
        return requestsPerS > 0 && input > 0 && output > 0 && characters > 0 && whole > 0
                ? Optional.of(new Throughput(requestsPerS, input, output, characters, Math.min(1, first / whole)))
                : Optional.empty();
    }

    /** Requests that a month has room for. */
    public double mostRequests() {
        return requestsPerS * 3600 * CostSettings.HOURS;
    }

    /** What a request costs beyond the fixed cost of a month. */
    public double marginalYen(CostSettings cost) {
        return cost.busyHourYen() / 3600 / requestsPerS;
    }

    /** A request's whole cost where the machine answers for this share of its time. */
    public double requestYen(CostSettings cost, double utilisation) {
        return cost.fixedYen() / (utilisation * mostRequests()) + marginalYen(cost);
    }

    /** A million tokens of input. */
    public double millionInputYen(CostSettings cost, double utilisation) {
        return requestYen(cost, utilisation) * inputShare / inputTokens * 1e6;
    }

    /** A million tokens of output. */
    public double millionOutputYen(CostSettings cost, double utilisation) {
        return requestYen(cost, utilisation) * (1 - inputShare) / outputTokens * 1e6;
    }

    /** A thousand characters of output, with all that the request costs. */
    public double thousandCharactersYen(CostSettings cost, double utilisation) {
        return requestYen(cost, utilisation) / characters * 1000;
    }

    /** Requests a month from which on the machine costs less than the service; empty where it never does. */
    public OptionalDouble breakEven(CostSettings cost, CostSettings.Api api) {
        double saved = api.requestYen(inputTokens, outputTokens) - marginalYen(cost);
        return saved > 0 ? OptionalDouble.of(cost.fixedYen() / saved) : OptionalDouble.empty();
    }

    /**
     * A request's cost in the mean where this share of a month's requests is answered here and the rest by the service.
     *
     * @param requests of the month
     */
    public double hybridYen(CostSettings cost, CostSettings.Api api, double requests, double share) {
        double here = share > 0 ? cost.fixedYen() / requests + share * marginalYen(cost) : 0;
        return here + (1 - share) * api.requestYen(inputTokens, outputTokens);
    }
}
