package dev.mekiki.analysis;

import dev.mekiki.domain.LicenseFinding;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The parts of a license verdict, with the keys that {@code findings.json} and {@code mekiki license} share. */
public final class LicenseJson {
    private LicenseJson() {}

    /** @param lines of the files where licenses are stated, by source, as far as known */
    public static void licenses(ArrayNode array, List<LicenseFinding.License> licenses, Map<String, Integer> lines) {
        for (LicenseFinding.License license : licenses) {
            ObjectNode each = array.addObject().put("id", license.id()).put("name", license.name());
            license.spdx().ifPresent(spdx -> each.put("spdx", spdx));
            each.put("source", license.source());
            if (lines.containsKey(license.source())) {
                each.put("line", lines.get(license.source()));
            }
            license.sha256().ifPresent(hash -> each.put("sha256", hash));
            each.put("match", license.match()).put("through", license.through());
        }
    }

    public static void reasons(ArrayNode array, List<LicenseFinding.Reason> reasons) {
        for (LicenseFinding.Reason reason : reasons) {
            ObjectNode each = array.addObject().put("clause", reason.clause());
            reason.quote().ifPresent(quote -> each.put("quote", quote));
            each.put("because", reason.because()).put("effect", reason.effect().id());
            reason.attribute().ifPresent(attribute -> each.put("attribute", attribute));
            reason.source().ifPresent(source -> {
                ObjectNode from = each.putObject("source").put("what", source.what());
                source.url().ifPresent(url -> from.put("url", url));
                from.put("read", source.read()).put("evidence", source.evidence().id());
            });
        }
    }

    public static void duties(ArrayNode array, List<LicenseFinding.Duty> duties) {
        for (LicenseFinding.Duty duty : duties) {
            ObjectNode each = array.addObject().put("what", duty.what()).put("clause", duty.clause());
            if (!duty.wordings().isEmpty()) {
                ArrayNode wordings = each.putArray("wordings");
                duty.wordings().forEach(wording -> wordings.addObject().put("place", wording.place())
                        .put("en", wording.en()).put("ja", wording.ja()));
            }
        }
    }

    public static void changes(ArrayNode array, List<LicenseFinding.Change> changes) {
        for (LicenseFinding.Change change : changes) {
            ArrayNode steps = array.addObject().put("verdict", change.verdict().id()).putArray("steps");
            change.steps().forEach(step -> steps.addObject().put("fact", step.fact()).put("from", step.from())
                    .put("to", step.to()));
        }
    }
}
