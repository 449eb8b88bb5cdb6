package dev.mekiki.select;

import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.ReasonText;
import dev.mekiki.domain.Selection.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Takes the value of a criterion from all candidates that qualify where they answered its choices in different ways: one's value says nothing
 * beside another's.
 */
final class OtherWays {
    private OtherWays() {}

    static List<Contender> apart(List<Contender> contenders) {
        List<Contender> qualifying = contenders.stream().filter(Contender::qualifies).toList();
        List<Contender> apart = new ArrayList<>();
        for (Contender contender : contenders) {
            apart.add(qualifying.contains(contender)
                    ? new Contender(contender.findings(), contender.gates(),
                            contender.utilities().stream().map(utility -> apart(utility, qualifying)).toList())
                    : contender);
        }
        return apart;
    }

    private static Utility apart(Utility utility, List<Contender> qualifying) {
        String metric = utility.criterion().metric();
        Map<String, String> ways = new LinkedHashMap<>();
        qualifying.forEach(one -> one.findings().metric(metric).filter(found -> found.value().isPresent())
                .flatMap(MetricFinding::way).ifPresent(way -> ways.put(one.name(), way)));
        if (ways.values().stream().distinct().count() < 2) {
            return utility;
        }
        Reason reason = ReasonText.of("missing.ways", metric, ways.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue()).collect(Collectors.joining(", ")));
        return new Utility(utility.criterion(), new Measure.Missing(reason, Optional.empty()), OptionalDouble.empty(),
                Optional.of(reason));
    }
}
