package dev.mekiki.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.mekiki.domain.CostSettings;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Policy;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a selection and a report need beside the journal; kept in {@code plan.json}, so that a run's folder is enough to report again. */
record ReportSettings(String title, List<String> languages, Optional<Policy> policy, Optional<UsageProfile> usage,
        Optional<CostSettings> cost) {
    private static final String KEY = "presentation";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(
                    ignored -> JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .addMixIn(Policy.Gate.class, Typed.class).enable(SerializationFeature.INDENT_OUTPUT).build();

    ReportSettings {
        languages = List.copyOf(languages);
    }

    /** Gates are told apart by their kind. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface Typed {}

    static ReportSettings of(Plan plan) {
        return new ReportSettings(plan.report().title().orElse(plan.name()), plan.report().languages(), plan.policy(),
                plan.usage(), plan.report().cost());
    }

    /** {@code plan.json}, with these settings in it. */
    static String planJson(Plan plan) {
        ObjectNode tree = (ObjectNode) MAPPER.readTree(PlanJson.write(plan));
        tree.set(KEY, MAPPER.valueToTree(of(plan)));
        return MAPPER.writeValueAsString(tree) + "\n";
    }

    static ReportSettings read(Path planJson) throws IOException, Failure {
        try {
            JsonNode settings = MAPPER.readTree(Files.readString(planJson)).path(KEY);
            if (settings.isObject()) {
                return MAPPER.treeToValue(settings, ReportSettings.class);
            }
        } catch (JacksonException e) {
            throw unreadable(planJson, e.getOriginalMessage());
        }
        throw unreadable(planJson, "no " + KEY + " in it");
    }

    private static Failure unreadable(Path file, String why) {
        return new Failure(ExitCode.USAGE, file + ": not a plan that Mekiki wrote: " + why,
                "start the run's own command again; it writes this file anew and measures nothing twice");
    }
}
