# SPDX-License-Identifier: Apache-2.0
# Debian's Redmine with one project: what redmine_real.py runs, in the folder
# that REDMINE_INSTANCE names.  Makes the tables, the project, a hub and an
# agent with a role each, and settings.json for the map; then it serves.
require "json"
require "/usr/share/redmine/config/environment"

FOLDER = Redmine.root.cleanpath
HUB_MAY = %i[view_issues add_issues edit_issues add_issue_notes
             set_issues_private].freeze
FIELDS = { "reference_field" => "Simpul", "tracking_field" => "Tracking ID",
           "target_field" => "Instansi tujuan" }.freeze
REASONS = { "Bukan kewenangan" => "outside_authority",
            "Salah alamat" => "wrong_address",
            "Salah wilayah" => "wrong_region",
            "Duplikat" => "duplicate",
            "Tidak lengkap" => "incomplete" }.freeze
# What each of Redmine's own statuses means here.
STATUSES = { "In Progress" => "accepted", "Resolved" => "answered",
             "Feedback" => "progress", "Closed" => "answered",
             "Rejected" => "refused" }.freeze

# An empty database becomes Redmine's, with its own trackers and statuses.
def make_tables
  ActiveRecord::Migration.verbose = false
  db = ActiveRecord::Base.connection
  db.execute("PRAGMA synchronous = OFF")
  db.execute("PRAGMA journal_mode = WAL")
  ActiveRecord::MigrationContext.new(
    Rails.root.join("db/migrate").to_s, ActiveRecord::SchemaMigration
  ).migrate
  ActiveRecord::Base.descendants.each(&:reset_column_information)
  Redmine::DefaultData::Loader.load("en")
  Setting.rest_api_enabled = "1"
  Setting.login_required = "1"
  # Mails are written by another thread, and whoever waits for SQLite here
  # keeps all other threads waiting.
  Setting.notified_events = []
end

# A custom field of every issue, by which issues can be searched.
def make_field(name, **more)
  IssueCustomField.create!(
    name: name, is_for_all: true, is_filter: true,
    trackers: Tracker.all, **more
  )
end

# Somebody with an API key, who has the role in the project.
def make_person(login, name, key, project, role)
  person = User.new(firstname: name, lastname: "Telkom",
                    mail: "#{login}@telkom.example", status: 1)
  person.login = login
  person.random_password
  person.save!
  Token.create!(user: person, action: "api").update_column(:value, key)
  Member.create!(project: project, principal: person, roles: [role])
end

# The hub's role: the least that it can do with.  It may close what is new or
# in progress, and nothing else.
def make_hub_role
  role = Role.create!(name: "Simpul", permissions: HUB_MAY)
  closed = IssueStatus.find_by!(name: "Closed")
  ["New", "In Progress"].each do |name|
    Tracker.all.each do |tracker|
      WorkflowTransition.create!(
        role: role, tracker: tracker, new_status: closed,
        old_status: IssueStatus.find_by!(name: name)
      )
    end
  end
  role
end

# The project, its people and its fields; the map's settings for them.
def make_desk(keys)
  project = Project.create!(name: "Keluhan", identifier: "keluhan",
                            is_public: false, trackers: Tracker.all.to_a,
                            enabled_module_names: ["issue_tracking"])
  make_person("simpul", "Simpul", keys["hub"], project, make_hub_role)
  make_person("ani", "Ani", keys["agent"], project,
              Role.find_by!(name: "Manager"))
  fields = FIELDS.transform_values { |n| make_field(n, field_format: "string") }
  fields["reason_field"] = make_field("Alasan", field_format: "list",
                                                possible_values: REASONS.keys)
  fields.transform_values(&:id).merge(
    "project_id" => project.id,
    "tracker_id" => Tracker.find_by!(name: "Support").id,
    "closed_status" => IssueStatus.find_by!(name: "Closed").id,
    "statuses" => STATUSES.transform_keys do |name|
      IssueStatus.find_by!(name: name).id.to_s
    end,
    "reasons" => REASONS
  )
end

unless FOLDER.join("settings.json").exist?
  make_tables
  settings = make_desk(JSON.parse(FOLDER.join("keys.json").read))
  FOLDER.join("settings.json").write(JSON.pretty_generate(settings))
end
run Rails.application
